package io.catwing.fetch;

import static io.catwing.fetch.FakeErp.always;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How ERPs say that there is no record, or that there is one. */
class NothingAndOneTest {

    private static FakeErp answering(String envelope, String json) {
        return FakeErp.products("envelope: " + envelope, always(json));
    }

    private static void refused(String envelope, String json, String fact, String hint) {
        assertThatThrownBy(() -> answering(envelope, json).fetch())
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith(fact)
                .hasMessageContaining("\nHINT: ")
                .hasMessageContaining(hint);
    }

    @Test
    void status_204_is_no_record() throws IOException {
        assertThat(FakeErp.products("envelope: {records: /data, total: /total}", asked -> Answer.status(204))
                        .fetch())
                .isEmpty();
    }

    @Test
    void status_204_ends_the_pages() throws IOException {
        FakeErp erp = FakeErp.products(
                "paging: {type: page, size: 2, stop: {more: /more}}\nenvelope: {records: /data}\n"
                        + "request: {query: {page: \"{{page}}\"}}",
                asked -> asked.endsWith("page=1")
                        ? Answer.of("{\"data\":[{\"id\":1},{\"id\":2}],\"more\":true}")
                        : Answer.status(204));
        assertThat(erp.fetch()).hasSize(2);
        assertThat(erp.asked).hasSize(2);
    }

    @Test
    void status_204_before_the_declared_total_came_is_refused() {
        FakeErp erp = FakeErp.products(
                "paging: {type: page, size: 2}\nenvelope: {records: /data, total: /total}\n"
                        + "request: {query: {page: \"{{page}}\"}}",
                asked -> asked.endsWith("page=1")
                        ? Answer.of("{\"data\":[{\"id\":1},{\"id\":2}],\"total\":3}")
                        : Answer.status(204));
        assertThatThrownBy(erp::fetch).hasMessageStartingWith("the ERP declared 3 records, but 2 came in 2 pages");
    }

    @Test
    void a_status_may_be_declared_to_be_no_record() throws IOException {
        FakeErp erp = FakeErp.products("envelope: {records: /data, none_when: [404]}", asked -> Answer.status(404));
        assertThat(erp.fetch()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {type: next_link, next: /next}                      | 1
                    204 | {type: next_link, next: /next}                      | 1
                    404 | {type: cursor, next: /next}                         | {{cursor}}
                    404 | {type: page, size: 2, stop: {pages: /pages}}        | {{page}}
                    204 | {type: page, size: 2, stop: {pages: /pages}}        | {{page}}
                    204 | {type: page, size: 2, stop: {total: /total}}        | {{page}}
                    404 | {type: page, size: 2, stop: {more: /more}}          | {{page}}
                    404 | {type: keyset, key: /id, size: 2, stop: {more: /more}} | {{key}}
                    404 | {type: version, version: /id, size: 2, stop: {more: /more}} | {{version}}
                    """)
    void a_page_that_was_announced_is_never_no_record(int status, String paging, String page) {
        FakeErp erp = FakeErp.products(
                "paging: " + paging + "\nenvelope: {records: /data, none_when: [404]}\nrequest: {query: {p: \"" + page
                        + "\"}}",
                asked -> asked.contains("2")
                        ? Answer.status(status)
                        : Answer.of("{\"data\":[{\"id\":1},{\"id\":2}],\"next\":\"/products?p=2\",\"pages\":2,"
                                + "\"more\":true,\"total\":4}"));
        assertThatThrownBy(erp::fetch).hasMessage("status " + status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"data":[]}           | {type: page, size: 2, stop: {pages: /pages}}                 | page 2 of 3 is empty
                    {"data":[]}           | {type: page, size: 2, stop: {total: /total}}                 | page 2 is empty, but
                    {"data":[]}           | {type: page, size: 2, stop: {more: /more, total: /total}}    | page 2 is empty, but
                    {"data":[],"total":6} | {type: page, size: 2, stop: {pages: /pages, total: /total}}  | page 2 of 3 is empty
                    {"data":null}         | {type: page, size: 2, stop: {pages: /pages}}                 | page 2 of 3 is empty
                    {"data":null}         | {type: page, size: 2, stop: {total: /total}}                 | page 2 is empty, but
                    {}                    | {type: page, size: 2, stop: {pages: /pages}}                 | page 2 of 3 is empty
                    {}                    | {type: page, size: 2, stop: {total: /total}}                 | page 2 is empty, but
                    []                    | {type: page, size: 2, stop: {pages: /pages}}                 | page 2 of 3 is empty
                    []                    | {type: page, size: 2, stop: {total: /total}}                 | page 2 is empty, but
                    ''                    | {type: page, size: 2, stop: {total: /total}}                 | page 2 is empty, but
                    """)
    void an_empty_page_that_is_silent_ends_nothing_that_a_number_announced(String body, String paging, String fact) {
        FakeErp erp = FakeErp.products(
                "paging: " + paging + "\nenvelope: {records: /data, none_when: [missing, null_value, empty_body]}\n"
                        + "request: {query: {p: \"{{page}}\"}}",
                asked -> Answer.of(
                        asked.contains("2")
                                ? body
                                : "{\"data\":[{\"id\":1},{\"id\":3}],\"pages\":3,\"more\":true,\"total\":6}"));
        assertThatThrownBy(erp::fetch).isInstanceOf(QuarantinedFailure.class).hasMessageStartingWith(fact);
        assertThat(erp.asked).hasSize(2);
    }

    @Test
    void the_last_page_that_a_number_announced_is_not_empty_and_silent() {
        assertThatThrownBy(FakeErp.products(
                        "paging: {type: page, size: 1, stop: {pages: /pages}}\nenvelope: {records: /data}\n"
                                + "request: {query: {p: \"{{page}}\"}}",
                        asked -> Answer.of(
                                asked.contains("2") ? "{\"data\":[]}" : "{\"data\":[{\"id\":1}],\"pages\":2}"))::fetch)
                .hasMessageStartingWith("page 2 of 2 is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {type: page, size: 1, stop: {more: /more}}
                    {type: page, size: 1}
                    """)
    void an_empty_page_ends_what_no_number_announced(String paging) throws IOException {
        FakeErp erp = FakeErp.products(
                "paging: " + paging + "\nenvelope: {records: /data}\nrequest: {query: {p: \"{{page}}\"}}",
                asked -> Answer.of(asked.contains("2") ? "{\"data\":[]}" : "{\"data\":[{\"id\":1}],\"more\":true}"));
        assertThat(erp.fetch()).hasSize(1);
        assertThat(erp.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pages: /pages", "total: /total"})
    void a_first_page_that_is_empty_and_silent_is_no_record(String stop) throws IOException {
        assertThat(FakeErp.products(
                                "paging: {type: page, size: 1, stop: {" + stop + "}}\nenvelope: {records: /data}\n"
                                        + "request: {query: {p: \"{{page}}\"}}",
                                always("{\"data\":[]}"))
                        .fetch())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {type: page, size: 2}       | {{page}}   | {"data":[{"id":1},{"id":3}]}
                    404 | {type: page, size: 3}       | {{page}}   | {"data":[{"id":1},{"id":3}]}
                    204 | {type: cursor, next: /next} | {{cursor}} | {"data":[{"id":1},{"id":3}],"next":"2"}
                    """)
    void a_page_that_may_not_exist_may_be_no_record(int status, String paging, String page, String first)
            throws IOException {
        FakeErp erp = FakeErp.products(
                "paging: " + paging + "\nenvelope: {records: /data, none_when: [404]}\nrequest: {query: {p: \"" + page
                        + "\"}}",
                asked -> asked.contains("2") ? Answer.status(status) : Answer.of(first));
        assertThat(erp.fetch()).hasSize(2);
        assertThat(erp.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 404})
    void the_rest_of_a_list_that_its_record_names_is_never_no_record(int status) {
        FakeErp erp = FakeErp.of(
                Entity.PURCHASE_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}"}}
                envelope: {none_when: [404]}
                continues: {at: /lines, next: /rest}
                mapping: {purchase_order_id: /id, lines: {at: /lines, product_id: /sku}}
                """,
                asked -> asked.equals("/rest")
                        ? Answer.status(status)
                        : Answer.of("[{\"id\":1,\"lines\":[{\"sku\":\"a\"}],\"rest\":\"/rest\"}]"));
        assertThatThrownBy(erp::fetch).hasMessage("status " + status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"items":null,"total":0}
                    {"items":"","total":0}
                    {"items":false,"total":"0"}
                    {"total":0}
                    {"items":{},"total":0}
                    {"items":[],"total":0}
                    """)
    void a_total_of_none_proves_that_nothing_is_there(String json) throws IOException {
        assertThat(answering("{records: /items, total: /total}", json).fetch()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"items":null,"total":1}    | the answer holds no array at envelope.records '/items' but null   | null_value
                    {"items":"","total":1}      | the answer holds no array at envelope.records '/items' but a string  | empty_text
                    {"items":"none","total":0}  | the answer holds no array at envelope.records '/items' but a string  | correct
                    {"items":7,"total":0}       | the answer holds no array at envelope.records '/items' but a number  | correct
                    {"items":null,"total":"no"} | the answer holds no array at envelope.records '/items' but null   | null_value
                    {"x":{}}                    | the answer holds nothing at envelope.records '/items'             | missing
                    {}                          | the answer holds nothing at envelope.records '/items'             | missing
                    {"items":{"id":1},"total":2}| the answer holds no array at envelope.records '/items' but an object | one_is_object
                    """)
    void what_no_total_proves_is_refused_with_what_to_declare(String json, String fact, String hint) {
        refused("{records: /items, total: /total}", json, fact, hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    null_value  | {"items":null}
                    missing     | {"ok":true}
                    empty_text  | {"items":" "}
                    false_value | {"items":false}
                    empty_body  | ''
                    """)
    void what_means_nothing_is_declared(String word, String json) throws IOException {
        assertThat(answering("{records: /items, none_when: [" + word + "]}", json)
                        .fetch())
                .isEmpty();
        assertThatThrownBy(() -> answering("{records: /items}", json).fetch()).isInstanceOf(Exception.class);
    }

    @Test
    void an_error_text_is_not_nothing() {
        refused(
                "{records: /items, none_when: [missing, null_value], error: /error}",
                "{\"error\":\"no licence\"}",
                "the answer holds nothing at envelope.records '/items'",
                "correct envelope.records");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"d\":[]}", "{\"d\":{}}", "{\"d\":{\"items\":{}}}", "{\"d\":{\"items\":[]}}"})
    void an_empty_container_holds_no_record(String json) throws IOException {
        assertThat(answering("{records: /d/items}", json).fetch()).isEmpty();
    }

    @Test
    void a_total_of_one_proves_that_an_object_is_one_record() throws IOException {
        assertThat(answering(
                                "{records: /Sale, total: /@attributes/count}",
                                "{\"@attributes\":{\"count\":\"1\"},\"Sale\":{\"id\":1.10,\"lines\":[1]}}")
                        .fetch())
                .containsExactly("{\"id\":1.10,\"lines\":[1]}");
    }

    @Test
    void the_last_page_may_hold_its_one_record_as_an_object() throws IOException {
        FakeErp erp = FakeErp.products(
                "paging: {type: page, size: 2}\nenvelope: {records: /data, total: /total}\n"
                        + "request: {query: {page: \"{{page}}\"}}",
                asked -> Answer.of(
                        asked.endsWith("page=1")
                                ? "{\"data\":[{\"id\":1},{\"id\":2}],\"total\":3}"
                                : asked.endsWith("page=2")
                                        ? "{\"data\":{\"id\":3},\"total\":3}"
                                        : "{\"data\":null,\"total\":3}"));
        assertThat(erp.fetch()).containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void one_record_as_an_object_may_be_declared() throws IOException {
        String one = "{records: /Sale, one_is_object: true}";
        assertThat(answering(one, "{\"Sale\":{\"id\":1,\"id\":2}}").fetch()).containsExactly("{\"id\":1,\"id\":2}");
        assertThat(answering(one, "{\"Sale\":[{\"id\":1},{\"id\":2}]}").fetch()).hasSize(2);
        assertThat(answering(one, "{\"Sale\":{}}").fetch()).isEmpty();
        assertThat(answering("{one_is_object: true}", "{\"id\":1}").fetch()).containsExactly("{\"id\":1}");
    }

    @Test
    void an_error_in_the_place_of_the_one_record_is_refused() {
        refused(
                "{one_is_object: true}",
                "{\"error\":\"no licence\"}",
                "the object at envelope.records has no value at '/id', which the mapping makes the key of",
                "envelope.success");
    }

    @Test
    void records_may_be_the_members_of_an_object() throws IOException {
        String keyed = "{records: /data, keyed: {as: _key}}";
        assertThat(answering(keyed, "{\"data\":{\"a\":{\"id\":1.10},\"b/~\":{}}}")
                        .fetch())
                .containsExactly("{\"_key\":\"a\",\"id\":1.10}", "{\"_key\":\"b/~\"}");
        assertThat(answering(keyed, "{\"data\":{}}").fetch()).isEmpty();
        assertThat(answering(keyed, "{\"data\":[]}").fetch()).isEmpty();
        assertThat(answering("{records: /data, keyed: {as: sku, value: price}}", "{\"data\":{\"a\":9.90,\"b\":[1]}}")
                        .fetch())
                .containsExactly("{\"sku\":\"a\",\"price\":9.90}", "{\"sku\":\"b\",\"price\":[1]}");
    }

    @Test
    void a_keyed_object_that_is_none_is_refused() {
        String keyed = "{records: /data, keyed: {as: _key}}";
        refused(keyed, "{\"data\":{\"a\":7}}", "the member 'a' is no object", "value being the field");
        refused(keyed, "{\"data\":{\"a\":{\"_key\":1}}}", "the member 'a' has a field '_key' already", "keyed.as");
        refused(keyed, "{\"data\":[{\"id\":1}]}", "the answer holds an array of records at", "take envelope.keyed");
    }

    @Test
    void children_beside_that_are_nowhere_are_refused_or_declared() throws IOException {
        String beside = "{records: /orders, beside: {at: /lines, key: /id, parent: /order, as: lines}";
        refused(
                beside + "}",
                "{\"orders\":[{\"id\":1}]}",
                "the answer holds nothing at envelope.beside.at '/lines'",
                "add missing to envelope.none_when");
        assertThat(answering(beside + ", none_when: [missing]}", "{\"orders\":[{\"id\":1}]}")
                        .fetch())
                .containsExactly("{\"id\":1,\"lines\":[]}");
        assertThat(answering(beside + ", one_is_object: true}", "{\"orders\":{\"id\":1},\"lines\":{\"order\":1}}")
                        .fetch())
                .containsExactly("{\"id\":1,\"lines\":[{\"order\":1}]}");
        assertThat(answering(beside + "}", "{\"orders\":[]}").fetch()).isEmpty();
    }

    @Test
    void a_detail_of_which_there_is_none_is_null() throws IOException {
        FakeErp erp = FakeErp.of(
                Entity.PURCHASE_ORDERS,
                """
                delta: {days: 1}
                request: {path: /orders, query: {date: "{{date}}"}}
                envelope: {none_when: [404]}
                detail: {request: {path: "/orders/{{id}}/lines"}, key: /id, as: lines}
                mapping: {purchase_order_id: /id, lines: {at: /lines, product_id: /sku}}
                """,
                asked -> switch (asked) {
                    case "/orders?date=2026-02-24" -> Answer.of("[{\"id\":1},{\"id\":2},{\"id\":3}]");
                    case "/orders/1/lines" -> Answer.status(404);
                    case "/orders/2/lines" -> Answer.status(204);
                    default -> Answer.of("[{\"sku\":\"a\"}]");
                });
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"id\":1,\"lines\":null}",
                        "{\"id\":2,\"lines\":null}",
                        "{\"id\":3,\"lines\":[{\"sku\":\"a\"}]}");
    }
}
