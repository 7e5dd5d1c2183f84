package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoErpTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 5);
    private static final DemoOptions OPTIONS =
            DemoOptions.of(START, 14).withPauses(Duration.ZERO, Duration.ofMillis(1));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private DemoErp erp;

    @BeforeEach
    void start() {
        erp = DemoErp.start(OPTIONS);
    }

    @AfterEach
    void stop() {
        erp.close();
    }

    private HttpRequest.Builder shop(String path) {
        return HttpRequest.newBuilder(URI.create(erp.environment().get("CW_000200_URL") + path))
                .header("X-Api-Key", erp.environment().get("CW_000200_API_KEY"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode json(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return tree(response.body());
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder odata(String path) {
        return HttpRequest.newBuilder(URI.create(
                        path.startsWith("http") ? path : erp.environment().get("CW_000151_URL") + path))
                .header("Authorization", "Bearer " + token());
    }

    private String token() {
        String form = "grant_type=client_credentials&client_id="
                + erp.environment().get("CW_000151_CLIENT_ID") + "&client_secret="
                + erp.environment().get("CW_000151_CLIENT_SECRET");
        URI address = URI.create(erp.environment().get("CW_000151_URL") + "/oauth2/token");
        return json(HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(form)))
                .get("access_token")
                .asText();
    }

    private static String window(String field, LocalDate from, LocalDate to) {
        String filter = field + " ge " + from + "T00:00:00Z and " + field + " lt " + to + "T00:00:00Z";
        return "$count=true&$filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private List<JsonNode> allPages(String path) {
        List<JsonNode> records = new ArrayList<>();
        for (int page = 1, pages = 1; page <= pages; page++) {
            JsonNode body = json(shop(path + "&page_size=100&page=" + page));
            pages = body.at("/meta/total_pages").asInt();
            body.get("data").forEach(records::add);
            if (page == pages) {
                assertThat(records).hasSize(body.at("/meta/total").asInt());
            }
        }
        return records;
    }

    private List<JsonNode> allLinks(String path) {
        List<JsonNode> records = new ArrayList<>();
        for (String next = path; next != null; ) {
            JsonNode body = json(odata(next));
            body.get("value").forEach(records::add);
            next = body.path("@odata.nextLink").asText(null);
            assertThat(body.get("@odata.count").asInt()).isGreaterThanOrEqualTo(records.size());
        }
        return records;
    }

    @Test
    void pages_cover_every_record_once_in_both_dialects() {
        String orders = "/sales_orders?changed_from=" + START + "&changed_before=" + START.plusDays(3);
        List<JsonNode> sales = allPages(orders);
        assertThat(sales).hasSizeGreaterThan(200);
        assertThat(ids(sales, "order_no")).hasSameSizeAs(sales);
        List<JsonNode> inventory = allLinks("/odata/Inventory?$count=true&asOf=" + START);
        assertThat(inventory).hasSizeGreaterThan(1000);
        Set<String> places = new HashSet<>();
        inventory.forEach(row -> places.add(row.get("LocationId") + "/" + row.get("ProductId")));
        assertThat(places).hasSameSizeAs(inventory);
    }

    private static Set<String> ids(Iterable<JsonNode> records, String field) {
        Set<String> ids = new HashSet<>();
        StreamSupport.stream(records.spliterator(), false)
                .forEach(record -> ids.add(record.get(field).asText()));
        return ids;
    }

    @Test
    void a_cursor_leads_through_the_inventory() {
        List<JsonNode> rows = new ArrayList<>();
        String after = "";
        int total = -1;
        while (after != null) {
            JsonNode body = json(shop("/inventory?limit=400&date=" + START + "&after=" + after));
            body.get("data").forEach(rows::add);
            total = body.at("/meta/total").asInt();
            after = body.at("/meta/next").asText(null);
        }
        assertThat(rows).hasSize(total).hasSizeGreaterThan(1000);
    }

    @Test
    void orders_name_products_places_and_suppliers_that_are_listed() {
        String window = "changed_from=" + START + "&changed_before=" + START.plusDays(14);
        LocalDate last = START.plusDays(13);
        Set<String> products = ids(allPages("/products?date=" + last), "sku");
        Set<String> places = ids(allPages("/locations?date=" + last), "code");
        Set<String> suppliers = ids(allPages("/suppliers?date=" + last), "code");
        for (String orders : List.of("sales_orders", "purchase_orders", "store_orders")) {
            assertThat(allPages("/" + orders + "?" + window)).isNotEmpty().allSatisfy(order -> {
                assertThat(products).containsAll(ids(order.get("lines"), "sku"));
                assertThat(places)
                        .contains(order.path("store")
                                .asText(order.path("deliver_to").asText()));
                if (order.has("supplier_code")) {
                    assertThat(suppliers).contains(order.get("supplier_code").asText());
                }
            });
        }
    }

    @Test
    void the_lines_of_receipts_lie_beside_them() {
        JsonNode body = json(shop(
                "/receiving_orders?page_size=1000&changed_from=" + START + "&changed_before=" + START.plusDays(14)));
        assertThat(body.at("/data/0").has("lines")).isFalse();
        assertThat(ids(body.get("lines"), "receipt_no")).isEqualTo(ids(body.get("data"), "receipt_no"));
    }

    @Test
    void a_store_orders_lines_take_a_second_call() {
        List<JsonNode> orders = allLinks("/odata/StoreOrders?" + window("ModifiedAt", START, START.plusDays(2)));
        JsonNode lines = json(
                odata("/odata/StoreOrders(" + orders.get(0).get("StoreOrderId") + ")/Lines?asOf=" + START.plusDays(1)));
        assertThat(lines.get("value")).isNotEmpty();
    }

    @Test
    void transfers_are_asked_for_by_json_rpc() {
        String call =
                """
                {"jsonrpc": "2.0", "id": 1, "method": "transfers.search",
                 "params": {"changedFrom": "%s", "changedBefore": "%s", "offset": 2, "limit": 3}}"""
                        .formatted(START, START.plusDays(5));
        JsonNode body = json(odata("/rpc").POST(HttpRequest.BodyPublishers.ofString(call)));
        assertThat(body.at("/result/transfers")).hasSize(3);
        assertThat(body.at("/result/total").asInt()).isGreaterThan(5);
        JsonNode wrong = json(odata("/rpc")
                .POST(HttpRequest.BodyPublishers.ofString(call.replace("transfers.search", "transfers.drop"))));
        assertThat(wrong.at("/error/message").asText()).contains("transfers.search");
    }

    @Test
    void a_wrong_key_or_token_is_refused() {
        URI products = URI.create(erp.environment().get("CW_000200_URL") + "/products?date=" + START);
        assertThat(send(HttpRequest.newBuilder(products)).statusCode()).isEqualTo(401);
        URI vendors = URI.create(erp.environment().get("CW_000151_URL") + "/odata/Vendors?asOf=" + START);
        HttpRequest.Builder forged = HttpRequest.newBuilder(vendors).header("Authorization", "Bearer 00");
        assertThat(send(forged).statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_ends() {
        try (DemoErp hasty = DemoErp.start(OPTIONS.withTokenLife(Duration.ZERO))) {
            erp.close();
            erp = hasty;
            HttpResponse<String> response = send(odata("/odata/Vendors?asOf=" + START));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("token missing or expired");
        }
    }

    @Test
    void two_starts_give_the_same_bytes_but_other_secrets() {
        try (DemoErp again = DemoErp.start(OPTIONS)) {
            String path = "/sales_orders?page=1&changed_from=" + START + "&changed_before=" + START.plusDays(3);
            String first = send(shop(path)).body();
            assertThat(again.environment().get("CW_000200_API_KEY"))
                    .isNotEqualTo(erp.environment().get("CW_000200_API_KEY"));
            erp.close();
            erp = again;
            assertThat(send(shop(path)).body()).isEqualTo(first);
        }
    }

    @Test
    void a_taken_port_is_refused_with_a_hint() {
        int port = erp.baseUrl().getPort();
        assertThatThrownBy(() -> DemoErp.start(OPTIONS.withPort(port)))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the demo ERP cannot listen on 127.0.0.1:" + port)
                .hasMessageContaining("HINT: end what uses the port");
    }

    @Test
    void bulk_answers_have_as_many_records_as_were_asked_for() {
        JsonNode whole = json(HttpRequest.newBuilder(URI.create(erp.bulkUrl() + "/sales_orders?records=2500")));
        assertThat(whole.get("data")).hasSize(2500);
        JsonNode page = json(
                HttpRequest.newBuilder(URI.create(erp.bulkUrl() + "/sales_orders?records=2500&page=3&page_size=1000")));
        assertThat(page.get("data")).hasSize(500);
        assertThat(page.at("/data/499")).isEqualTo(whole.at("/data/2499"));
        assertThat(page.at("/meta/total_pages").asInt()).isEqualTo(3);
    }

    @Test
    void a_corrupted_entity_lies_until_it_behaves_again() {
        String path = "/products?page_size=100&page=2&date=" + START;
        JsonNode right = json(shop(path));
        erp.corrupt(Entity.PRODUCTS, Fault.SHORT_COUNT);
        assertThat(json(shop(path)).get("data")).hasSize(right.get("data").size() - 1);
        erp.behave();
        erp.corrupt(Entity.PRODUCTS, Fault.REPEATED_PAGE);
        assertThat(json(shop(path)).at("/data/0/sku").asText()).isEqualTo("SKU-00001");
        erp.behave();
        erp.corrupt(Entity.PRODUCTS, Fault.EMPTY_SNAPSHOT);
        assertThat(json(shop("/products?date=" + START)).get("data")).isEmpty();
        erp.behave();
        erp.corrupt(Entity.PRODUCTS, Fault.SHRUNKEN_SNAPSHOT);
        assertThat(json(shop("/products?date=" + START)).at("/meta/total").asInt())
                .isEqualTo(right.at("/meta/total").asInt() / 10);
        erp.behave();
        erp.corrupt(Entity.PRODUCTS, Fault.HOSTILE_IDS);
        assertThat(ids(json(shop("/products?date=" + START)).get("data"), "sku"))
                .contains("../../x", "'; drop table general.product; --");
        erp.behave();
        erp.corrupt(Entity.PRODUCTS, Fault.BAD_RECORD);
        assertThat(json(shop("/products?date=" + START)).at("/data/0/sku").isNull())
                .isTrue();
        erp.behave();
        assertThat(json(shop(path))).isEqualTo(right);
    }

    @Test
    void next_links_can_go_astray() {
        erp.corrupt(Entity.SUPPLIERS, Fault.ENDLESS_NEXT_LINK);
        String next = "/odata/Vendors?asOf=" + START;
        for (int i = 0; i < 5; i++) {
            JsonNode body = json(odata(next));
            assertThat(body.get("value")).isNotEmpty();
            next = body.get("@odata.nextLink").asText();
        }
        erp.behave();
        erp.corrupt(Entity.SUPPLIERS, Fault.OTHER_HOST);
        assertThat(json(odata("/odata/Vendors?asOf=" + START))
                        .get("@odata.nextLink")
                        .asText())
                .startsWith("http://erp.example.invalid/");
        assertThat(send(shop("/suppliers?date=" + START)).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith("http://erp.example.invalid/"));
    }

    @Test
    void an_oversized_body_is_sent_as_announced() throws IOException, InterruptedException {
        erp.corrupt(Entity.LOCATIONS, Fault.OVERSIZED_BODY);
        HttpResponse<java.io.InputStream> response =
                http.send(shop("/locations?date=" + START).build(), BodyHandlers.ofInputStream());
        try (java.io.InputStream body = response.body()) {
            assertThat(body.skip(Long.MAX_VALUE)).isGreaterThan(DemoErp.OVERSIZE);
        }
    }
}
