package io.catwing.fetch;

import static io.catwing.fetch.FakeErp.always;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No page is lost without a word: whatever says that more follow is followed, asked once more, or refused. */
class PagesEndTest {

    private static final String OFFSETS =
            "paging: {type: offset, size: 4, stop: {short_page: true}}\nenvelope: {records: /data}\n"
                    + "request: {query: {from: \"{{offset}}\"}}";

    private static void refused(FakeErp erp, String fact, String hint) {
        assertThatThrownBy(erp::fetch)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining(fact)
                .hasMessageContaining("\nHINT: ")
                .hasMessageContaining(hint);
    }

    private static String ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "{\"id\":" + i + "}").collect(Collectors.joining(",", "[", "]"));
    }

    /** What an ERP of so many records answers that gives no more than a cap. */
    private static Answer capped(String asked, int records, int cap) {
        int from = Integer.parseInt(asked.substring(asked.indexOf("from=") + 5));
        return Answer.of("{\"data\":" + ids(Math.min(from, records), Math.min(from + cap, records)) + "}");
    }

    @Test
    void a_server_that_caps_the_page_is_asked_on() throws IOException {
        FakeErp erp = FakeErp.products(OFFSETS, asked -> capped(asked, 5, 2));
        assertThat(erp.fetch()).hasSize(5);
        assertThat(erp.asked)
                .containsExactly("/products?from=0", "/products?from=2", "/products?from=4", "/products?from=5");
    }

    @Test
    void an_offset_may_begin_at_one_and_leaves_out_nothing() throws IOException {
        FakeErp erp = FakeErp.products(OFFSETS.replace("offset, size", "offset, first: 1, size"), asked -> {
            int from = Integer.parseInt(asked.substring(asked.indexOf("from=") + 5));
            return capped("from=" + (from - 1), 5, 4);
        });
        assertThat(erp.fetch()).hasSize(5);
        assertThat(erp.asked).containsExactly("/products?from=1", "/products?from=5");
    }

    private static final String KEYS =
            "paging: {type: keyset, key: /next, size: 2, stop: {no_key: true}}\nenvelope: {records: /data}\n"
                    + "request: {query: {after: \"{{key}}\"}}";
    private static final String WITH_KEY = "{\"data\":[{\"id\":1},{\"id\":2,\"next\":\"k\"}],\"count\":9}";

    private static FakeErp keys(String erp, String last) {
        return FakeErp.products(
                erp, asked -> Answer.of(asked.endsWith("after=k") ? "{\"data\":[" + last + "}" : WITH_KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":3}]", "{\"id\":3,\"next\":null}]", "{\"id\":3,\"next\":\"\"}]"})
    void a_page_without_a_key_is_the_last_where_that_is_declared(String last) throws IOException {
        FakeErp erp = keys(KEYS, last);
        assertThat(erp.fetch()).hasSize(3);
        assertThat(erp.asked).hasSize(2);
    }

    @Test
    void a_page_without_a_key_is_refused_where_nothing_is_declared() {
        refused(
                keys(KEYS.replace(", stop: {no_key: true}", ""), "{\"id\":3}]"),
                "the last record of the page has no value at paging.key '/next'",
                "say stop: {no_key: true}");
    }

    @Test
    void a_last_record_without_a_key_behind_one_that_has_it_is_no_end() {
        refused(
                keys(KEYS, "{\"id\":3,\"next\":\"z\"},{\"id\":4}]"),
                "but another record of the page has one",
                "page by another one");
    }

    @Test
    void a_page_without_a_key_is_no_end_while_the_erp_says_that_more_follow() {
        refused(
                keys(
                        KEYS.replace("no_key: true", "no_key: true, total: /count")
                                .replace("records: /data", "records: /data, not_next: [count]"),
                        "{\"id\":3}],\"count\":9"),
                "but paging.stop says that more pages follow",
                "page by another field");
        refused(keys(KEYS, "{\"id\":3}],\"has_more\":true"), "has_more", "say by paging:");
    }

    @Test
    void a_short_page_after_a_full_one_is_the_last() throws IOException {
        FakeErp erp = FakeErp.products(OFFSETS, asked -> capped(asked, 5, 4));
        assertThat(erp.fetch()).hasSize(5);
        assertThat(erp.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"more: /has_more", "total: /count"})
    void a_short_page_of_which_the_erp_says_that_more_follow_is_not_the_last(String rule) throws IOException {
        FakeErp erp = FakeErp.products(OFFSETS.replace("short_page: true", rule + ", short_page: true"), asked -> {
            int from = Integer.parseInt(asked.substring(asked.indexOf("from=") + 5));
            int to = from == 4 ? 7 : from + 4;
            return Answer.of("{\"has_more\":" + (to < 11) + ",\"count\":11,\"data\":" + ids(from, to) + "}");
        });
        assertThat(erp.fetch()).hasSize(11);
        assertThat(erp.asked).hasSize(3);
    }

    /** An ERP of pages of two that counts anew for each of them. */
    private static FakeErp declaring(int... totals) {
        return FakeErp.products(
                OFFSETS.replace("size: 4, stop: {short_page: true}", "size: 2, stop: {total: /count}"), asked -> {
                    int from = Integer.parseInt(asked.substring(asked.indexOf("from=") + 5));
                    return Answer.of("{\"count\":" + totals[from / 2] + ",\"data\":" + ids(from, from + 2) + "}");
                });
    }

    @Test
    void a_total_that_shrinks_while_the_pages_are_read_ends_nothing() {
        refused(declaring(7, 7, 6), "the ERP declared 7 records and, on page 3, 6", "run the same command again");
        // What lies behind the key is counted.
        refused(
                FakeErp.products(
                        "paging: {type: keyset, key: /id, size: 2, stop: {total: /count}}\nenvelope: {records: /data}\n"
                                + "request: {query: {after: \"{{key}}\"}}",
                        asked -> Answer.of(
                                asked.endsWith("after=1")
                                        ? "{\"count\":4,\"data\":" + ids(2, 4) + "}"
                                        : "{\"count\":6,\"data\":" + ids(0, 2) + "}")),
                "the ERP declared 6 records and, on page 2, 4",
                "counts what remains");
    }

    @Test
    void a_total_that_grows_while_the_pages_are_read_is_read_to_its_new_end() throws IOException {
        assertThat(declaring(4, 6, 6).fetch()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 416, 422, 204})
    void the_page_behind_a_short_first_one_need_not_exist(int status) throws IOException {
        FakeErp erp =
                FakeErp.products(OFFSETS, asked -> asked.endsWith("=0") ? capped(asked, 3, 4) : Answer.status(status));
        assertThat(erp.fetch()).hasSize(3);
    }

    @Test
    void a_declared_total_ends_the_pages_without_asking_once_more() throws IOException {
        FakeErp erp = FakeErp.products(
                OFFSETS.replace("records: /data", "records: /data, total: /total"),
                asked -> Answer.of("{\"total\":3,\"data\":" + ids(0, 3) + "}"));
        assertThat(erp.fetch()).hasSize(3);
        assertThat(erp.asked).hasSize(1);
    }

    @Test
    void a_declared_total_goes_on_over_short_pages() throws IOException {
        FakeErp erp = FakeErp.products(OFFSETS.replace("records: /data", "records: /data, total: /total"), asked -> {
            int from = Integer.parseInt(asked.substring(asked.indexOf("from=") + 5));
            return Answer.of("{\"total\":3,\"data\":" + ids(from, from + 1) + "}");
        });
        assertThat(erp.fetch()).hasSize(3);
        assertThat(erp.asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"next":"/p?2"}                          | /next
                    {"@odata.nextLink":"Products?$skip=1"}   | ''
                    {"@odata.nextLink":"http://e/P?$skip=1"} | /@odata.nextLink
                    {"links":{"next":"http://e/2"}}          | /links/next
                    {"_links":{"next":{"href":"/2"}}}        | /_links/next
                    {"link":[{"relation":"self","url":"/1"},{"relation":"next","url":"/2"}]} | /link
                    {"meta":{"next_page_url":"?page=2"}}     | /meta/next_page_url
                    {"paging":{"nextPageToken":"CAI="}}      | /paging/nextPageToken
                    {"pageInfo":{"hasNextPage":true}}        | /pageInfo/hasNextPage
                    {"has_more":true}                        | /has_more
                    {"last":false}                           | /last
                    {"meta":{"total_pages":3}}               | /meta/total_pages
                    {"next":null}                            | ''
                    {"next":""}                              | ''
                    {"has_more":false}                       | ''
                    {"last":true}                            | ''
                    {"meta":{"total_pages":1}}               | ''
                    {"next":"Tuesday"}                       | ''
                    """)
    void one_page_that_says_that_more_follow_is_refused(String rest, String sign) throws IOException {
        String json = rest.substring(0, rest.length() - 1) + ",\"data\":[{\"id\":1}]}";
        FakeErp erp = FakeErp.products("envelope: {records: /data}", always(json));
        if (sign.isEmpty()) {
            assertThat(erp.fetch()).hasSize(1);
            return;
        }
        refused(
                erp,
                "one page is all that was asked for, but '" + sign + "' in the answer says that more follow",
                "say by paging:");
        String name = sign.substring(sign.lastIndexOf('/') + 1);
        assertThat(FakeErp.products("envelope: {records: /data, not_next: [\"" + name + "\"]}", always(json))
                        .fetch())
                .hasSize(1);
    }

    @Test
    void a_link_header_that_nobody_follows_is_refused() {
        refused(
                FakeErp.products("", asked -> Answer.of("[{\"id\":1}]").link("</p?2>; rel=\"next\"")),
                "one page is all that was asked for, but 'Link (a header)' in the answer says that more follow",
                "add 'Link' to envelope.not_next");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    next_link | {"href":"/p2"} | the answer holds an object at paging.next '/next' | '/next/href'
                    next_link | ["/p2"]        | the answer holds an array at paging.next '/next'  | the address or mark
                    next_link | true           | the answer holds true at paging.next '/next'      | paging.more
                    cursor    | {"after":"x"}  | the answer holds an object at paging.next '/next' | the address or mark
                    cursor    | ["x"]          | the answer holds an array at paging.next '/next'  | the address or mark
                    cursor    | true           | the answer holds true at paging.next '/next'      | paging.more
                    """)
    void a_next_that_is_no_text_is_refused(String type, String next, String fact, String hint) {
        refused(
                FakeErp.products(
                        "paging: {type: " + type + ", next: /next}\nenvelope: {records: /data}\n"
                                + (type.equals("cursor") ? "request: {query: {c: \"{{cursor}}\"}}" : ""),
                        always("{\"data\":[{\"id\":1}],\"next\":" + next + "}")),
                fact,
                hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"next_link", "cursor"})
    void a_next_that_no_server_would_take_is_refused(String type) {
        refused(
                FakeErp.products(
                        "paging: {type: " + type + ", next: /next}\nenvelope: {records: /data}\n"
                                + (type.equals("cursor") ? "request: {query: {c: \"{{cursor}}\"}}" : ""),
                        always("{\"data\":[{\"id\":1}],\"next\":\"/" + "x".repeat(32 << 10) + "\"}")),
                "the answer holds a text of 32769 characters at paging.next '/next'",
                "look whether paging.next points to it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "false", "{}", "[]"})
    void a_next_that_is_empty_ends_the_pages(String next) throws IOException {
        for (String type : List.of("next_link", "cursor")) {
            assertThat(FakeErp.products(
                                    "paging: {type: " + type + ", next: /next}\nenvelope: {records: /data}\n"
                                            + (type.equals("cursor") ? "request: {query: {c: \"{{cursor}}\"}}" : ""),
                                    always("{\"data\":[{\"id\":1}],\"next\":" + next + "}"))
                            .fetch())
                    .hasSize(1);
        }
    }

    @Test
    void a_next_pointer_that_misses_the_next_link_is_refused() {
        refused(
                FakeErp.products(
                        "paging: {type: next_link, next: /nextLink}\nenvelope: {records: /data}",
                        always("{\"data\":[{\"id\":1}],\"paging\":{\"next\":\"/products?2\"}}")),
                "the pages end here, but '/paging/next' in the answer says that more follow",
                "say by paging:");
    }

    @Test
    void a_short_page_that_says_that_more_follow_is_refused() {
        refused(
                FakeErp.products(
                        OFFSETS,
                        asked -> asked.endsWith("=0")
                                ? capped(asked, 9, 4)
                                : Answer.of("{\"data\":[{\"id\":9}],\"has_more\":true}")),
                "the pages end here, but '/has_more' in the answer says that more follow",
                "add 'has_more' to envelope.not_next");
    }

    @Test
    void a_declared_end_is_believed_whatever_else_the_answer_says() throws IOException {
        assertThat(FakeErp.products(
                                "paging: {type: page, size: 1, stop: {pages: /pages}}\nenvelope: {records: /data}\n"
                                        + "request: {query: {p: \"{{page}}\"}}",
                                always("{\"data\":[{\"id\":1}],\"pages\":1,\"next\":\"/products?p=2\"}"))
                        .fetch())
                .hasSize(1);
    }

    @Test
    void a_record_that_comes_on_two_pages_of_a_snapshot_is_refused() {
        refused(
                FakeErp.products(
                        OFFSETS,
                        asked -> Answer.of(
                                asked.endsWith("=0")
                                        ? "{\"data\":" + ids(0, 4) + "}"
                                        : "{\"data\":[{\"id\":\"7\"},{\"id\":\"3\"}]}")),
                "record 2 of the page, '3', came on an earlier page already",
                "have the request sort by a field that does not change");
    }

    @Test
    void a_record_twice_on_one_page_is_the_loads_to_judge() throws IOException {
        assertThat(FakeErp.products("", always("[{\"id\":1},{\"id\":1},{\"x\":1},{\"x\":2}]"))
                        .fetch())
                .hasSize(4);
    }

    @Test
    void a_delta_may_bring_an_order_twice() throws IOException {
        FakeErp erp = FakeErp.of(
                Entity.SALES_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}", p: "{{page}}"}}
                paging: {type: page, size: 1}
                mapping: {sales_order_id: /id, lines: {at: /lines, product_id: /sku}}
                """,
                asked -> Answer.of(
                        asked.endsWith("p=1")
                                ? "[{\"id\":1}]"
                                : asked.endsWith("p=2") ? "[{\"id\":1,\"changed\":true}]" : "[]"));
        assertThat(erp.fetch()).hasSize(2);
    }

    @Test
    void seen_records_are_remembered_up_to_a_limit_and_compared_beyond() {
        SeenRecords seen = new SeenRecords(5_000);
        long[] hashes = IntStream.range(0, 6_000)
                .mapToLong(i -> seen.hash(new String[] {"x", String.valueOf(i)}, 1, 1))
                .toArray();
        seen.add(hashes, hashes.length);
        assertThat(IntStream.range(0, 6_000).filter(i -> seen.contains(hashes[i])))
                .hasSize(5_000);
        assertThat(seen.hash(new String[] {"a", "b"}, 0, 2)).isNotEqualTo(seen.hash(new String[] {"ab", ""}, 0, 2));
        seen.clear();
        assertThat(seen.contains(hashes[0])).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"id":1,"Lines":[],"Lines@odata.nextLink":"http://e/L"} | Lines@odata.nextLink
                    {"id":1,"lines":{"nodes":[],"pageInfo":{"hasNextPage":true}}} | hasNextPage
                    {"id":1,"lines":{"data":[{}],"has_more":true}} | has_more
                    {"id":1,"Lines":{"results":[],"__next":"http://e/L"}} | __next
                    {"id":1,"lines":{"pageInfo":{"hasNextPage":false},"__next":null}} | ''
                    """)
    void a_record_with_a_part_of_a_list_is_refused(String record, String sign) throws IOException {
        String json = "[{\"id\":0}," + record + "]";
        if (sign.isEmpty()) {
            assertThat(FakeErp.products("", always(json)).fetch()).hasSize(2);
            return;
        }
        refused(
                FakeErp.products("", always(json)),
                "record 2 of the page holds a part of a list only: '" + sign + "' says that more follow",
                "add '" + sign + "' to envelope.not_next");
        assertThat(FakeErp.products("envelope: {not_next: [\"" + sign + "\"]}", always(json))
                        .fetch())
                .hasSize(2);
    }

    private static FakeErp detail(String records, Answer answer) {
        return FakeErp.of(
                Entity.PRICING_LISTS,
                """
                snapshot: true
                request: {path: /lists}
                detail: {request: {path: "/lists/{{id}}/prices"}, key: /id, records: "%s", as: prices}
                mapping: {pricing_list_id: /id, lines: {at: /prices, product_id: /sku, price: /p}}
                """
                        .formatted(records),
                asked -> asked.equals("/lists") ? Answer.of("[{\"id\":1}]") : answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /value | {"value":[{"p":1}],"@odata.nextLink":"http://e/2"} | /@odata.nextLink
                    ''     | {"value":[{"p":1}],"@odata.nextLink":"http://e/2"} | @odata.nextLink
                    ''     | {"data":[{"p":1}],"links":{"next":"/2"}}            | /links/next
                    /data  | {"data":[{"p":1}],"meta":{"total_pages":2}}         | /meta/total_pages
                    """)
    void a_detail_with_more_pages_is_refused(String records, String json, String sign) {
        refused(detail(records, Answer.of(json)), "'" + sign + "'", "HINT: ask for");
    }

    @Test
    void a_detail_with_a_next_link_in_its_header_is_refused() {
        refused(
                detail("", Answer.of("[{\"p\":1}]").link("<?2>; rel=next")),
                "one page is all that is asked for of a detail, but 'Link (a header)'",
                "detail.request");
    }
}
