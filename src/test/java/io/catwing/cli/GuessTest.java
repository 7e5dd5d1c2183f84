package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.client.guess.AnswerGuess;
import io.catwing.client.guess.ClientDraft;
import io.catwing.client.guess.MappingGuess;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an answer to a client's file, without network. */
class GuessTest {
    private static final String HEAD =
            """
            client: CW-000900
            name: Shop        # kept
            erp:
              url: https://erp.example.com
            """;

    @TempDir
    private Path folder;

    @Test
    void a_list_by_pages_becomes_an_entity_that_check_accepts() throws IOException {
        List<String> yaml = guess(
                HEAD,
                Entity.PRODUCTS,
                Map.of("date", "{{date}}"),
                """
                {"meta": {"page": 1, "per_page": 2, "total_pages": 3, "total": 6}, "items": [
                  {"id": 7, "sku": "A", "title": "Ale", "group": {"name": "Drinks"}, "price": "1,50", "stock": {"unit": "l"}},
                  {"id": 8, "sku": "B", "title": "Bun", "group": {"name": "Food"}, "price": "2,50", "stock": {"unit": "kg"}}]}
                """);

        assertThat(yaml)
                .containsExactly(
                        "  products:",
                        "    snapshot: true",
                        "    request: {path: /list, query: {date: \"{{date}}\", page: \"{{page}}\", per_page: \"{{size}}\"}}",
                        "    paging: {type: page, size: 2, stop: {pages: /meta/total_pages}}",
                        "    envelope: {records: /items, total: /meta/total}",
                        "    mapping:",
                        "      product_id: /sku",
                        "      name: /title",
                        "      category: /group/name",
                        "      unit: /stock/unit",
                        "      list_price: /price",
                        "      # not mapped: /id");
    }

    @Test
    void orders_with_lines_and_links_become_a_delta() throws IOException {
        List<String> yaml = guess(
                HEAD,
                Entity.SALES_ORDERS,
                Map.of("since", "{{from}}"),
                """
                {"@odata.count": 9, "value": [{"OrderId": "o1", "StoreId": 5, "OrderDate": "24/02/2026", "Total": 3.5,
                  "Lines": [{"LineNumber": 1, "ProductId": "a", "Quantity": 2, "UnitPrice": 1.75}]}],
                 "@odata.nextLink": "https://erp.example.com/list?$skiptoken=2"}
                """);

        assertThat(yaml)
                .containsExactly(
                        "  sales_orders:",
                        "    delta: {days: 1}",
                        "    request: {path: /list, query: {since: \"{{from}}\"}}",
                        "    paging: {type: next_link, next: /@odata.nextLink}",
                        "    envelope: {records: /value, total: /@odata.count}",
                        "    mapping:",
                        "      sales_order_id: /OrderId",
                        "      location_id: /StoreId",
                        "      ordered_at: /OrderDate",
                        "      total_amount: /Total",
                        "      lines:",
                        "        at: /Lines",
                        "        line_id: /LineNumber",
                        "        product_id: /ProductId",
                        "        quantity: /Quantity",
                        "        unit_price: /UnitPrice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"d\":[{\"id\":1}],\"has_more\":true,\"offset\":0,\"limit\":50} | {type: offset, size: 50, stop: {more: /has_more}}",
                "{\"d\":[{\"id\":1}],\"count\":9,\"limit\":50,\"skip\":0}       | {type: offset, size: 50, stop: {total: /count}}",
                "{\"d\":[{\"id\":1}],\"next_cursor\":\"x1\"}                    | {type: cursor, next: /next_cursor}",
                "{\"d\":[{\"id\":1}],\"_links\":{\"next\":{\"href\":\"/p?page=2\"}}} | {type: next_link, next: /_links/next/href}",
                "{\"d\":[{\"id\":1}],\"page\":0,\"pages\":4}                    | {type: page, first: 0, size: 100, stop: {pages: /pages}}",
                "[{\"id\":1}]                                                   | {type: none}",
            })
    void paging_is_read_off_what_is_around_the_records(String body, String paging) throws IOException {
        assertThat(guess(HEAD, Entity.PRODUCTS, Map.of(), body)).contains("    paging: " + paging);
    }

    @Test
    void an_object_that_stands_for_a_value_is_taken_as_one() throws IOException {
        List<String> yaml = guess(
                HEAD,
                Entity.PRODUCTS,
                Map.of(),
                """
                [{"_id": {"$oid": "5f"}, "sku": "a", "price": {"value": "1.00", "currency": "EUR"},
                  "updated": {"$date": "2026-02-24T10:00:00Z"}}]
                """);

        assertThat(yaml)
                .contains(
                        "      product_id: /sku",
                        "      list_price: /price",
                        "      currency: /price/currency",
                        "      updated_at: /updated");
    }

    @Test
    void a_list_of_prices_without_a_name_becomes_lines_of_one_list() throws IOException {
        List<String> yaml = guess(
                HEAD,
                Entity.PRICING_LISTS,
                Map.of(),
                "[{\"ProductID\": 1, \"StartDate\": \"2026-01-01\", \"ListPrice\": 5}]");

        assertThat(yaml)
                .contains("      pricing_list_id: {value: LIST}", "        at: \"\"", "        price: /ListPrice");
    }

    @Test
    void what_the_file_says_of_paging_and_envelope_stays() throws IOException {
        String head = HEAD
                + """
                  request: {query: {page: "{{page}}", size: "{{size}}"}}
                  paging: {type: page, size: 10, stop: {pages: /pages}}
                  envelope: {records: /data, total: /total}
                """;

        assertThat(guess(head, Entity.LOCATIONS, Map.of(), "{\"pages\":1,\"total\":1,\"data\":[{\"code\":\"L\"}]}"))
                .containsExactly(
                        "  locations:",
                        "    snapshot: true",
                        "    request: {path: /list}",
                        "    mapping:",
                        "      location_id: /code");
    }

    @Test
    void a_file_that_asks_has_the_first_page_in_place_of_variables() throws IOException {
        String head = HEAD + "  request: {query: {page: \"{{page}}\", size: \"{{size}}\", after: \"{{cursor}}\"}}\n"
                + "  paging: {type: page, first: 0, size: 10, stop: {short_page: true}}\n";
        String asking = new ClientDraft(head, Entity.PRODUCTS, "/p", Map.of("d", "{{date}}")).asking();

        assertThat(read(asking)
                        .entities()
                        .get(Entity.PRODUCTS)
                        .requests()
                        .get(0)
                        .query())
                .containsOnly(Map.entry("page", "0"), Map.entry("size", "10"), Map.entry("d", "{{date}}"));
    }

    @Test
    void without_a_request_there_is_nothing_to_ask() {
        assertThatThrownBy(() -> new ClientDraft(HEAD, Entity.PRODUCTS, null, Map.of()))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the client's file has no request of products")
                .hasMessageContaining("--path /products");
    }

    private List<String> guess(String head, Entity entity, Map<String, String> query, String body) throws IOException {
        ClientDraft draft = new ClientDraft(head, entity, "/list", query);
        read(draft.asking());
        JsonNode json = new ObjectMapper().readTree(body);
        AnswerGuess answer = new AnswerGuess(json, draft.recordsAt(), List.of());
        List<String> yaml = draft.entity(answer, new MappingGuess(entity, answer.records(100)), List.of());
        assertThat(draft.with(yaml)).startsWith(head.lines().findFirst().orElseThrow());
        read(draft.with(yaml));
        return yaml;
    }

    private Client read(String yaml) throws IOException {
        Files.writeString(folder.resolve("CW-000900.yaml"), yaml);
        ClientFiles.Result result = ClientFiles.read(folder, name -> null);
        assertThat(result.problems()).isEmpty();
        return result.clients().get(0);
    }
}
