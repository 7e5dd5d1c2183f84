package io.catwing.local.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.ClientCheck;
import io.catwing.failure.AbortingFailure;
import io.catwing.local.demo.DemoOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures were computed from the two data files by other programs, and stand in the tutorial, too. */
class ExampleErpsTest {
    private static final Path DATA = Path.of("examples/data");
    private static final DemoOptions OPTIONS = DemoOptions.of(LocalDate.of(2010, 12, 1), 90);
    private static final LocalDate LAST = LocalDate.of(2011, 2, 28);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static ExampleErps erps;

    @BeforeAll
    static void start() {
        erps = ExampleErps.start(DATA, OPTIONS);
    }

    @AfterAll
    static void stop() {
        erps.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2010-12-01, 31, 2025, 42481, 342228, 748957.02",
        "2011-01-01, 31, 1476, 35147, 308966, 560000.26",
        "2011-02-01, 28, 1393, 27707, 277989, 498062.65"
    })
    void the_shop_tells_each_months_orders_to_the_penny(
            LocalDate first, int days, int orders, int lines, long quantity, BigDecimal revenue) throws Exception {
        int seenOrders = 0;
        int seenLines = 0;
        long seenQuantity = 0;
        BigDecimal seenRevenue = BigDecimal.ZERO;
        for (LocalDate day = first; day.isBefore(first.plusDays(days)); day = day.plusDays(1)) {
            for (JsonNode order : shop("sales_orders", day, 50)) {
                assertThat(order.get("invoice_date").asText()).startsWith(day + "T");
                seenOrders++;
                for (JsonNode line : order.get("lines")) {
                    seenLines++;
                    seenQuantity += line.get("quantity").asLong();
                    seenRevenue = seenRevenue.add(line.get("unit_price")
                            .decimalValue()
                            .multiply(line.get("quantity").decimalValue()));
                }
            }
        }

        assertThat(seenOrders).isEqualTo(orders);
        assertThat(seenLines).isEqualTo(lines);
        assertThat(seenQuantity).isEqualTo(quantity);
        assertThat(seenRevenue).isEqualByComparingTo(revenue);
    }

    @Test
    void snapshots_tell_what_was_known_on_the_day() throws Exception {
        assertThat(shop("products", LAST, 500)).hasSize(3159);
        assertThat(shop("locations", LAST, 500)).hasSize(31);
        JsonNode prices = shop("pricing_lists", LAST, 500).get(0).get("items");
        assertThat(prices).hasSize(3102);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode price : prices) {
            sum = sum.add(new BigDecimal(price.get("price").asText()));
        }
        assertThat(sum).isEqualByComparingTo("18864.13");

        LocalDate early = LocalDate.of(2010, 12, 20);
        assertThat(shop("products", early, 500)).hasSizeLessThan(3159).allSatisfy(product -> assertThat(
                        product.get("updated_on").asText())
                .isBetween(product.get("first_seen").asText(), early.toString()));
        assertThat(shop("products", LocalDate.of(2010, 11, 30), 500)).isEmpty();
    }

    @Test
    void the_odata_sets_hold_the_whole_history() throws Exception {
        List<JsonNode> orders = odata(erps, "PurchaseOrders", "");
        List<JsonNode> receipts = odata(erps, "Receipts", "");

        assertThat(orders).hasSize(4012);
        assertThat(lines(orders)).hasSize(8845);
        assertThat(sum(orders, "SubTotal")).isEqualByComparingTo("63791994.838");
        assertThat(receipts).hasSize(4017);
        assertThat(sum(lines(receipts), "ReceivedQty")).isEqualByComparingTo("2327299");
        Map<String, Integer> sizes = new TreeMap<>();
        for (String set : List.of("Products", "Vendors", "Locations", "Stores", "Inventory", "PriceLists")) {
            sizes.put(set, odata(erps, set, "").size());
        }
        assertThat(sizes)
                .isEqualTo(Map.of(
                        "Products",
                        504,
                        "Vendors",
                        104,
                        "Locations",
                        14,
                        "Stores",
                        701,
                        "Inventory",
                        1069,
                        "PriceLists",
                        395));
    }

    @Test
    void a_filter_gives_its_window_over_all_pages() throws Exception {
        String from = "2013-01-01T00:00:00Z";
        String to = "2014-01-01T00:00:00Z";
        List<JsonNode> window = odata(
                erps, "PurchaseOrders", "?$filter=ModifiedDate%20ge%20" + from + "%20and%20ModifiedDate%20lt%20" + to);
        List<JsonNode> before = odata(erps, "PurchaseOrders", "?$filter=ModifiedDate%20lt%20" + from);
        List<JsonNode> after = odata(erps, "PurchaseOrders", "?$filter=ModifiedDate%20ge%20" + to);

        assertThat(window).hasSizeGreaterThan(200).allSatisfy(order -> assertThat(
                        order.get("ModifiedDate").asText())
                .isGreaterThanOrEqualTo(from)
                .isLessThan(to));
        assertThat(before.size() + window.size() + after.size()).isEqualTo(4012);
        assertThat(odata(erps, "Products", "?$filter=ProductID%20le%209")).hasSize(4);
        assertThat(odata(erps, "Vendors", "?$filter=Name%20eq%20'Litware,%20Inc.'"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        shop-secret | /shop/api/v1/sales_orders?date=2011-01-04&page=2          | 400 | page 2 of 1
        shop-secret | /shop/api/v1/sales_orders?date=2011-01-04&page=0          | 400 | page 0 of 1
        shop-secret | /shop/api/v1/sales_orders?date=2011-01-04&page=x          | 400 | page must be a number
        shop-secret | /shop/api/v1/sales_orders?date=2011-01-04&page_size=0     | 400 | page 1 of 0
        shop-secret | /shop/api/v1/sales_orders                                 | 400 | date=YYYY-MM-DD is required
        shop-secret | /shop/api/v1/suppliers?date=2011-01-04                    | 404 | no entity suppliers
        guessed     | /shop/api/v1/sales_orders?date=2011-01-04                 | 401 | missing or wrong X-Api-Key
        Basic       | /odata/Customers                                          | 404 | no entity set Customers
        Basic       | /odata/Products?$filter=Color                             | 400 | cannot read $filter clause: Color
        Basic       | /odata/Products?$filter=ProductID%20eq%20x                | 400 | no number in $filter: x
        Basic       | /odata/Products?$skiptoken=-1                             | 400 | $skiptoken must not be negative
        Bearer x    | /odata/Products                                           | 401 | token missing or expired
        """)
    void a_wrong_request_is_told_what_is_wrong(String credential, String path, int status, String message)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(erps.baseUrl() + path))
                .header("X-Api-Key", credential)
                .header(
                        "Authorization",
                        credential.equals("Basic") ? "Basic YWR2ZW50dXJlOmJpY3ljbGUtc2VjcmV0" : credential)
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());

        JsonNode error = JSON.readTree(response.body()).get("error");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat((error.isObject() ? error.get("message") : error).asText()).isEqualTo(message);
    }

    @Test
    void a_token_ends_and_another_is_given() throws Exception {
        try (ExampleErps shortLived = ExampleErps.start(DATA, OPTIONS.withTokenLife(Duration.ZERO))) {
            HttpResponse<String> refused = get(shortLived, "/odata/Vendors", "Bearer " + token(shortLived));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        String first = token(erps);
        assertThat(token(erps)).isNotEqualTo(first);
        assertThat(get(erps, "/odata/Vendors", "Bearer " + first).statusCode()).isEqualTo(200);
    }

    @Test
    void the_same_seed_gives_the_same_faults_and_repeating_helps() throws Exception {
        DemoOptions faulty =
                OPTIONS.withPauses(Duration.ZERO, Duration.ofMillis(1)).withFaultRate(0.5);
        try (ExampleErps one = ExampleErps.start(DATA, faulty);
                ExampleErps same = ExampleErps.start(DATA, faulty);
                ExampleErps other = ExampleErps.start(DATA, faulty.withSeed(2))) {
            List<String> answers = eighty(one);

            assertThat(eighty(same)).isEqualTo(answers);
            assertThat(eighty(other)).isNotEqualTo(answers);
            assertThat(answers).contains("200", "429", "503", "cut");
            assertThat(answers.stream().filter("200"::equals).count()).isBetween(20L, 70L);
            JsonNode counted = JSON.readTree(get(one, "/stats", "").body());
            assertThat(counted.get("cut").asInt()).isPositive();
        }
    }

    /** What became of eighty requests, each for one page of its own; the last answers are to a page asked for again. */
    private static List<String> eighty(ExampleErps erps) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        for (int i : IntStream.range(0, 80).toArray()) {
            try {
                String basic = "Basic YWR2ZW50dXJlOmJpY3ljbGUtc2VjcmV0";
                HttpResponse<String> response = get(erps, "/odata/Stores?$top=1&$skiptoken=" + Math.min(i, 70), basic);
                answers.add(Integer.toString(response.statusCode()));
            } catch (IOException e) {
                answers.add("cut");
            }
        }
        assertThat(answers.subList(70, 80)).contains("200");
        return answers;
    }

    @Test
    void the_client_files_pass_the_check_with_the_credentials_that_the_command_prints() {
        ClientCheck.Report report = ClientCheck.check(Path.of("examples/clients"), erps.environment()::get);

        assertThat(report.lines())
                .contains("   secrets: 1, set", "   secrets: 2, set")
                .last()
                .isEqualTo("2 client files are sound");
        assertThat(report.ok()).isTrue();
    }

    @Test
    void without_its_data_or_its_port_it_says_what_to_do(@TempDir Path empty) {
        assertThatThrownBy(() -> ExampleErps.start(empty, OPTIONS))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("there is no " + empty.resolve("online-retail.csv.gz"))
                .hasMessageContaining("HINT: start ./catwing of a whole checkout, or let CATWING_EXAMPLES name");
        int taken = erps.baseUrl().getPort();
        assertThatThrownBy(() -> ExampleErps.start(DATA, OPTIONS.withPort(taken)))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the examples' ERPs cannot listen on port " + taken + ": ")
                .hasMessageContaining("HINT: end what uses the port, or choose another one with --port");
    }

    /** All pages, by their numbers. */
    private static List<JsonNode> shop(String entity, LocalDate day, int size) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (int page = 1, pages = 1; page <= pages; page++) {
            String query = "?date=" + day + "&page_size=" + size + "&page=" + page;
            JsonNode body = JSON.readTree(
                    get(erps, "/shop/api/v1/" + entity + query, "").body());
            body.get("data").forEach(records::add);
            pages = body.at("/meta/total_pages").asInt();
            assertThat(body.at("/meta/total").asInt()).isGreaterThanOrEqualTo(records.size());
            assertThat(page == pages).isEqualTo(body.at("/meta/total").asInt() == records.size());
        }
        return records;
    }

    /** All pages, by their links. */
    private static List<JsonNode> odata(ExampleErps of, String set, String query) throws Exception {
        String authorization = "Bearer " + token(of);
        List<JsonNode> records = new ArrayList<>();
        for (String next = "/odata/" + set + query; !next.isEmpty(); ) {
            JsonNode body = JSON.readTree(get(of, next, authorization).body());
            assertThat(body.get("value")).hasSizeBetween(1, 200);
            body.get("value").forEach(records::add);
            next = body.path("@odata.nextLink").asText().replace(of.baseUrl().toString(), "");
        }
        return records;
    }

    private static List<JsonNode> lines(List<JsonNode> orders) {
        List<JsonNode> lines = new ArrayList<>();
        orders.forEach(order -> order.get("Lines").forEach(lines::add));
        return lines;
    }

    private static BigDecimal sum(List<JsonNode> records, String field) {
        return records.stream()
                .map(record -> record.get(field).decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String token(ExampleErps of) throws Exception {
        String form = "grant_type=client_credentials&client_id=adventure&client_secret=bicycle-secret";
        HttpRequest request = HttpRequest.newBuilder(URI.create(of.baseUrl() + "/odata/token"))
                .POST(BodyPublishers.ofString(form))
                .build();
        JsonNode token =
                JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
        return token.get("access_token").asText();
    }

    private static HttpResponse<String> get(ExampleErps of, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(of.baseUrl() + path)).header("X-Api-Key", "shop-secret");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
