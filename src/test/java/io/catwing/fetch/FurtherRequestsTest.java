package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Totals, values that a request carries, ids of a search, details of details, and lists that go on elsewhere. */
class FurtherRequestsTest {
    private static final String PAGED =
            "paging: {type: page, size: 2}\nrequest: {query: {p: \"{{page}}\"}}\nenvelope: {records: /d, total: %s}";

    /** An answer for each address; any other is not found. */
    private static Function<String, Answer> by(Map<String, String> answers) {
        return asked -> answers.containsKey(asked) ? Answer.of(answers.get(asked)) : Answer.status(404);
    }

    private static FakeErp of(String spec, Map<String, String> answers) {
        return FakeErp.of(Entity.PRODUCTS, spec + "\nmapping: {product_id: /id}", by(answers));
    }

    private static void refused(FakeErp erp, String fact) {
        assertThatThrownBy(erp::fetch)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining(fact)
                .hasMessageContaining("\nHINT: ");
    }

    @ParameterizedTest
    @CsvSource({
        "'{at: /n, of: all}', 3, 3, 3",
        "'{at: /n, of: first_page}', 3, 1, 0",
        "'{at: /n, of: remaining}', 3, 1, 0",
        "'{at: /n, of: following}', 1, 0, 0",
    })
    void a_total_counts_what_is_declared(String total, long first, long second, long third) throws IOException {
        FakeErp erp = FakeErp.products(
                PAGED.formatted(total),
                by(Map.of(
                        "/products?p=1", "{\"d\":[{\"id\":1},{\"id\":2}],\"n\":" + first + "}",
                        "/products?p=2", "{\"d\":[{\"id\":3}],\"n\":" + second + "}",
                        "/products?p=3", "{\"d\":[],\"n\":" + third + "}")));
        assertThat(erp.fetch()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "first_page, 4, 1, 0, 'the ERP declared 4 records, but 3 came in 3 pages'",
        "remaining, 3, 2, 1, 'the ERP declared 3 records and, on page 2, 4'",
        "following, 1, 1, 0, 'the ERP declared 3 records and, on page 2, 4'"
    })
    void a_total_that_does_not_come_out_is_refused(String of, long first, long second, long third, String fact) {
        refused(
                FakeErp.products(
                        PAGED.formatted("{at: /n, of: " + of + "}"),
                        by(Map.of(
                                "/products?p=1", "{\"d\":[{\"id\":1},{\"id\":2}],\"n\":" + first + "}",
                                "/products?p=2", "{\"d\":[{\"id\":3}],\"n\":" + second + "}",
                                "/products?p=3", "{\"d\":[],\"n\":" + third + "}"))),
                fact);
    }

    @Test
    void a_total_may_be_asked_for_by_itself() throws IOException {
        String spec = "snapshot: true\nrequest: {path: /p}\ntotal: {request: {path: /p/count}}";
        FakeErp erp = of(spec, Map.of("/p/count", "2", "/p", "[{\"id\":1},{\"id\":2}]"));
        assertThat(erp.fetch()).hasSize(2);
        assertThat(erp.asked).containsExactly("/p/count", "/p");
        refused(
                of(spec, Map.of("/p/count", "3", "/p", "[{\"id\":1},{\"id\":2}]")),
                "the ERP declared 3 records, but 2 came in 1 pages");
        refused(
                of(spec.replace("/p/count}", "/p/count}, at: /n"), Map.of("/p/count", "{\"c\":3}")),
                "the answer holds no whole number at total.at '/n'");
    }

    @Test
    void pages_end_when_as_many_records_came_as_are_declared() throws IOException {
        String erp = "paging: {type: offset, size: 2, stop: {total: /n}}\n"
                + "request: {query: {o: \"{{offset}}\"}}\nenvelope: {records: /d}";
        Map<String, String> answers = Map.of(
                "/products?o=0", "{\"d\":[{\"id\":1},{\"id\":2}],\"n\":4}",
                "/products?o=2", "{\"d\":[{\"id\":3},{\"id\":4}],\"n\":4}");
        FakeErp fake = FakeErp.products(erp, by(answers));
        assertThat(fake.fetch()).hasSize(4);
        assertThat(fake.asked).hasSize(2);
        refused(
                FakeErp.products(
                        erp,
                        by(Map.of(
                                "/products?o=0",
                                "{\"d\":[{\"id\":1}],\"n\":4}",
                                "/products?o=1",
                                "{\"d\":[],\"n\":4}"))),
                "page 2 is empty, but the ERP declared 4 records and 1 came");
    }

    @Test
    void a_next_link_may_be_found_by_jq() throws IOException {
        FakeErp erp = FakeErp.products(
                "paging: {type: next_link, next: {jq: '.links[] | select(.rel == \"next\") | .href'}}\n"
                        + "envelope: {records: /d}",
                by(Map.of(
                        "/products",
                        "{\"d\":[{\"id\":1}],\"links\":[{\"rel\":\"self\",\"href\":\"/x\"},{\"rel\":\"next\",\"href\":\"/products?c=2\"}]}",
                        "/products?c=2",
                        "{\"d\":[{\"id\":2}],\"links\":[{\"rel\":\"self\",\"href\":\"/x\"}]}")));
        assertThat(erp.fetch()).hasSize(2);
        refused(
                FakeErp.products(
                        "paging: {type: cursor, next: {jq: '.a, .b'}}\nrequest: {query: {c: \"{{cursor}}\"}}\nenvelope: {records: /d}",
                        FakeErp.always("{\"d\":[{\"id\":1}],\"a\":1,\"b\":2}")),
                "the expression paging.next.jq gives 2 values");
    }

    @Test
    void records_get_the_values_that_their_request_carries() throws IOException {
        FakeErp erp = of(
                "snapshot: true\nrequests: [{path: /a, with: {location: \"5\", day: \"{{date}}\"}}, {path: /b, with: {location: \"6\", day: x}}]",
                Map.of("/a", "[{\"id\":1},{}]", "/b", "[{\"id\":2}]"));
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"@with\":{\"location\":\"5\",\"day\":\"2026-02-24\"},\"id\":1}",
                        "{\"@with\":{\"location\":\"5\",\"day\":\"2026-02-24\"}}",
                        "{\"@with\":{\"location\":\"6\",\"day\":\"x\"},\"id\":2}");
        refused(
                of("snapshot: true\nrequest: {path: /a, with: {location: \"5\"}}", Map.of("/a", "[{\"@with\":1}]")),
                "a record has a field '@with' already");
    }

    @Test
    void ids_of_a_search_are_read_in_batches() throws IOException {
        String spec =
                "snapshot: true\nsearch: {request: {path: /find, query: {d: \"{{date}}\"}}, records: /ids, batch: 2}\n"
                        + "request: {path: /read, query: {ids: \"{{ids}}\"}}";
        FakeErp erp = of(
                spec,
                Map.of(
                        "/find?d=2026-02-24", "{\"ids\":[1,\"b c\",3]}",
                        "/read?ids=1,b%20c", "[{\"id\":1},{\"id\":\"b c\"}]",
                        "/read?ids=3", "[{\"id\":3}]"));
        assertThat(erp.fetch()).containsExactly("{\"id\":1}", "{\"id\":\"b c\"}", "{\"id\":3}");
        FakeErp fewer = of(spec, Map.of("/find?d=2026-02-24", "{\"ids\":[1,2]}", "/read?ids=1,2", "[{\"id\":1}]"));
        refused(fewer, "1 records came for the 2 ids that were asked for");
        assertThat(of(
                                spec.replace("batch: 2", "batch: 2, exact: false"),
                                Map.of("/find?d=2026-02-24", "{\"ids\":[1,2]}", "/read?ids=1,2", "[{\"id\":1}]"))
                        .fetch())
                .hasSize(1);
        assertThat(of(spec, Map.of("/find?d=2026-02-24", "{\"ids\":[]}")).fetch())
                .isEmpty();
    }

    @Test
    void ids_go_into_a_body_as_an_array_and_elsewhere_as_a_text() {
        io.catwing.client.Variables ids = io.catwing.client.Variables.in(java.time.ZoneOffset.UTC)
                .with(io.catwing.client.Variable.IDS, java.util.List.of("1", "x\"y"));
        assertThat(io.catwing.client.Template.render("{\"a\": {{ids}}}", ids, io.catwing.client.Place.JSON_BODY))
                .contains("{\"a\": [1,\"x\\\"y\"]}");
        assertThat(io.catwing.client.Template.render(
                        "{\"a\": \"{{ids| or }}\"}", ids, io.catwing.client.Place.JSON_BODY))
                .contains("{\"a\": \"1 or x\\\"y\"}");
        assertThat(io.catwing.client.Template.render("/p/{{ids}}", ids, io.catwing.client.Place.PATH))
                .contains("/p/1,x%22y");
        assertThat(io.catwing.client.Template.render("/p/{{ids|;}}", ids, io.catwing.client.Place.PATH))
                .contains("/p/1%3Bx%22y");
    }

    @Test
    void a_search_has_pages_and_a_total_and_its_ids_may_be_in_objects() throws IOException {
        FakeErp erp = of(
                "snapshot: true\nsearch: {request: {path: /find, query: {p: \"{{page}}\"}}, records: /r, key: /ref/id,"
                        + " total: /n, paging: {type: page, size: 1, stop: {short_page: true}}}\nrequest: {path: \"/o/{{id}}\"}",
                Map.of(
                        "/find?p=1", "{\"n\":2,\"r\":[{\"ref\":{\"id\":\"A\"}}]}",
                        "/find?p=2", "{\"n\":2,\"r\":[{\"ref\":{\"id\":\"B\"}}]}",
                        "/find?p=3", "{\"n\":2,\"r\":[]}",
                        "/o/A", "[{\"id\":\"A\"}]",
                        "/o/B", "[{\"id\":\"B\"}]"));
        assertThat(erp.fetch()).containsExactly("{\"id\":\"A\"}", "{\"id\":\"B\"}");
    }

    @Test
    void ids_of_a_search_may_be_cut_out_of_texts_and_objects() throws IOException {
        String spec = "snapshot: true\nsearch: {request: {path: /find}, batch: 9, key: {jq: '%s'}}\n"
                + "request: {path: /o, query: {i: \"{{ids}}\"}}";
        FakeErp erp = of(
                spec.formatted("split(\"/\") | last"),
                Map.of("/find", "[\"/x/a\",\"/x/b\"]", "/o?i=a,b", "[{\"id\":1},{\"id\":2}]"));
        assertThat(erp.fetch()).hasSize(2);
        erp = of(
                spec.formatted(".n * 2"),
                Map.of("/find", "[{\"n\":3},{\"n\":1.0}]", "/o?i=6,2", "[{\"id\":1},{\"id\":2}]"));
        assertThat(erp.fetch()).hasSize(2);
        Map<String, String> find = Map.of("/find", "[{\"n\":\"a\"},{\"n\":null,\"o\":{}}]");
        refused(of(spec.formatted(".n"), find), "element 2 of the page: search.key.jq gives null");
        refused(of(spec.formatted(".n, .m"), find), "element 1 of the page: search.key.jq gives 2 values");
        refused(of(spec.formatted(".o // .n"), find), "search.key.jq gives no text or number, but one object");
        refused(
                of(spec.formatted(".n | ltrimstr(\"a\")"), find),
                "element 1 of the page: search.key.jq gives an empty text");
        refused(of(spec.formatted(".n + 1"), find), "element 1 of the page: search.key.jq cannot be evaluated: ");
    }

    @Test
    void an_id_that_comes_twice_or_is_none_is_refused() {
        String spec = "snapshot: true\nsearch: {request: {path: /find}, batch: 9}\nrequest: {path: \"/o/{{ids}}\"}";
        refused(of(spec, Map.of("/find", "[1,1]")), "the id '1' came twice");
        refused(of(spec, Map.of("/find", "[1,{\"id\":2}]")), "element 2 of the page has no id");
        refused(of(spec, Map.of("/find", "[1,null]")), "element 2 of the page has no id");
    }

    @Test
    void only_records_for_which_where_is_true_are_asked_for_their_details() throws IOException {
        String spec = "snapshot: true\nrequest: {path: /o}\n"
                + "detail: {request: {path: \"/o/{{id}}\"}, key: /id, where: '.n > 0', as: d%s}";
        FakeErp erp = of(
                spec.formatted(""),
                Map.of("/o", "[{\"n\":0},{\"id\":2,\"n\":1},{\"id\":3,\"n\":0}]", "/o/2", "{\"x\":1}"));
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"n\":0,\"d\":null}", "{\"id\":2,\"n\":1,\"d\":{\"x\":1}}", "{\"id\":3,\"n\":0,\"d\":null}");
        assertThat(erp.asked).containsExactly("/o", "/o/2");
        assertThat(of(spec.formatted(", paging: {type: none}"), Map.of("/o", "[{\"id\":2,\"n\":0}]"))
                        .fetch())
                .containsExactly("{\"id\":2,\"n\":0,\"d\":[]}");
        refused(
                of(spec.formatted("").replace(".n > 0", ".n"), Map.of("/o", "[{\"id\":2,\"n\":0}]")),
                "record 1 of the page: detail.where gives neither true nor false");
    }

    @Test
    void only_elements_for_which_where_is_true_are_asked_for_theirs() throws IOException {
        String spec = "snapshot: true\nrequest: {path: /o}\n"
                + "detail: {request: {path: \"/o/{{id}}\"}, key: /id, as: d,"
                + " detail: {request: {path: \"/l/{{id}}\"}, key: /no, where: .more, as: t}}";
        FakeErp erp = of(
                spec,
                Map.of(
                        "/o", "[{\"id\":1},{\"id\":2}]",
                        "/o/1", "[{\"more\":false}]",
                        "/o/2", "[{\"no\":7,\"more\":true},{\"no\":8,\"more\":false}]",
                        "/l/7", "5"));
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"id\":1,\"d\":[{\"more\":false,\"t\":null}]}",
                        "{\"id\":2,\"d\":[{\"no\":7,\"more\":true,\"t\":5},{\"no\":8,\"more\":false,\"t\":null}]}");
        assertThat(erp.asked).containsExactly("/o", "/o/1", "/o/2", "/l/7");
    }

    @Test
    void a_detail_has_pages_of_its_own() throws IOException {
        FakeErp erp = of(
                "snapshot: true\nrequest: {path: /o}\ndetail: {request: {path: \"/o/{{id}}/l\", query: {c: \"{{cursor}}\"}},"
                        + " key: /id, as: lines, records: /l, total: /n, paging: {type: cursor, next: /next}}",
                Map.of(
                        "/o", "[{\"id\":1},{\"id\":2}]",
                        "/o/1/l", "{\"l\":[{\"x\":1.10}],\"next\":\"b\",\"n\":2}",
                        "/o/1/l?c=b", "{\"l\":[{\"x\":2}],\"n\":2}",
                        "/o/2/l", "{\"l\":[],\"n\":0}"));
        assertThat(erp.fetch())
                .containsExactly("{\"id\":1,\"lines\":[{\"x\":1.10},{\"x\":2}]}", "{\"id\":2,\"lines\":[]}");
    }

    @Test
    void a_detail_whose_pages_are_all_the_first_one_is_refused_though_its_total_is_right() {
        FakeErp erp = of(
                "snapshot: true\nrequest: {path: /o}\ndetail: {request: {path: \"/o/{{id}}/l\", query: {p: \"{{page}}\"}},"
                        + " key: /id, as: lines, records: /l, total: /n, paging: {type: page, size: 2, stop: {short_page: true}}}",
                Map.of(
                        "/o", "[{\"id\":1}]",
                        "/o/1/l?p=1", "{\"l\":[{\"x\":1},{\"x\":2}],\"n\":4}",
                        "/o/1/l?p=2", "{\"l\":[{\"x\":1},{\"x\":2}],\"n\":4}"));
        assertThatThrownBy(erp::fetch)
                .hasMessageContaining("page 2 holds the same records as page 1")
                .hasMessageContaining("whether the ERP heeds it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request: {path: /o}\ndetail: {as: lines, request: {path: \"/i/{{id}}\"",
                "request: {path: \"/o/{{id}}\"}\nsearch: {request: {path: /i/1"
            })
    void a_detail_and_a_search_end_by_no_empty_page_that_is_silent_before_their_total_came(String spec) {
        refused(
                of(
                        "snapshot: true\n" + spec + ", query: {p: \"{{page}}\"}}, key: /id, records: /l,"
                                + " paging: {type: page, size: 2, stop: {total: /n}}}",
                        Map.of(
                                "/o", "[{\"id\":1}]",
                                "/o/1", "[{\"id\":1}]",
                                "/o/2", "[{\"id\":2}]",
                                "/i/1?p=1", "{\"l\":[{\"id\":1},{\"id\":2}],\"n\":4}",
                                "/i/1?p=2", "{\"l\":[]}")),
                "page 2 is empty, but the ERP declared 4 records and 2 came");
    }

    @Test
    void a_detail_has_details_of_its_own_which_know_the_record_around() throws IOException {
        FakeErp erp = of(
                "snapshot: true\nrequest: {path: /o}\ndetail: {request: {path: \"/o/{{id}}/l\"}, key: /id, as: lines,"
                        + " detail: {request: {path: \"/o/{{parent}}/l/{{id}}/t\"}, key: /no, as: taxes}}",
                Map.of(
                        "/o", "[{\"id\":\"A\"},{\"id\":\"B\"}]",
                        "/o/A/l", "[{\"no\":1},{\"no\":2}]",
                        "/o/A/l/1/t", "[{\"r\":0.20}]",
                        "/o/A/l/2/t", "{\"r\":5}",
                        "/o/B/l", "[]"));
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"id\":\"A\",\"lines\":[{\"no\":1,\"taxes\":[{\"r\":0.20}]},{\"no\":2,\"taxes\":{\"r\":5}}]}",
                        "{\"id\":\"B\",\"lines\":[]}");
    }

    @Test
    void the_rest_of_a_list_inside_a_record_is_put_behind_what_came() throws IOException {
        FakeErp erp = of(
                "snapshot: true\nrequest: {path: /o}\nenvelope: {records: /value}\n"
                        + "continues: {at: /Lines, next: /Lines@odata.nextLink, records: /value, page_next: /@odata.nextLink}",
                Map.of(
                        "/o",
                        "{\"value\":[{\"id\":1,\"Lines\":[{\"n\":1}],\"Lines@odata.nextLink\":\"http://erp.example.com/l1?s=1\",\"z\":0},"
                                + "{\"id\":2,\"Lines\":[],\"Lines@odata.nextLink\":\"l2\"},{\"id\":3,\"Lines\":[{\"n\":9}]}]}",
                        "/l1?s=1",
                        "{\"value\":[{\"n\":2}],\"@odata.nextLink\":\"l1?s=2\"}",
                        "/l1?s=2",
                        "{\"value\":[{\"n\":3.0}]}",
                        "/l2",
                        "{\"value\":[{\"n\":4}]}"));
        assertThat(erp.fetch())
                .containsExactly(
                        "{\"id\":1,\"Lines\":[{\"n\":1},{\"n\":2},{\"n\":3.0}],\"Lines@odata.nextLink\":\"http://erp.example.com/l1?s=1\",\"z\":0}",
                        "{\"id\":2,\"Lines\":[{\"n\":4}],\"Lines@odata.nextLink\":\"l2\"}",
                        "{\"id\":3,\"Lines\":[{\"n\":9}]}");
    }

    @Test
    void a_list_that_never_ends_or_leads_away_is_refused() {
        String spec = "snapshot: true\nrequest: {path: /o}\ncontinues: {at: /l, next: /n, page_next: /n, records: /l}";
        refused(
                of(spec, Map.of("/o", "[{\"id\":1,\"l\":[],\"n\":\"/a\"}]", "/a", "{\"l\":[],\"n\":\"/a\"}")),
                "leads to a part that was read already");
        refused(
                of(spec, Map.of("/o", "[{\"id\":1,\"l\":[],\"n\":\"https://elsewhere.example.com/a\"}]")),
                "the next link leads to https://elsewhere.example.com");
        refused(
                of(spec, Map.of("/o", "[{\"id\":1,\"n\":\"/a\"}]", "/a", "{\"l\":[{\"x\":1}]}")),
                "a record holds nothing at continues.at '/l'");
    }

    @Test
    void a_part_that_may_go_on_although_no_next_is_declared_is_refused() {
        refused(
                of(
                        "snapshot: true\nrequest: {path: /o}\ncontinues: {at: /l, next: /n, records: /l}",
                        Map.of("/o", "[{\"id\":1,\"l\":[],\"n\":\"/a\"}]", "/a", "{\"l\":[],\"next\":\"/b\"}")),
                "the list ends here, but '/next' in the answer says that more follow");
    }
}
