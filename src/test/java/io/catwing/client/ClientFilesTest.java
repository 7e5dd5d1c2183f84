package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFilesTest {
    @TempDir
    private Path folder;

    static List<BadFiles.Case> mistakes() {
        return BadFiles.cases();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_with_its_place_its_reason_and_a_hint(BadFiles.Case mistake) throws IOException {
        assertThat(problemsOf(mistake.file())).isEqualTo(mistake.problems().strip());
    }

    @Test
    void the_file_that_the_mistakes_are_made_in_is_sound() throws IOException {
        assertThat(problemsOf(BadFiles.base())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Europe/London    | iso                       |               | {{from:instant}}
            Europe/London    | iso                       |               | {{from:utc:yyyy-MM-dd}}
            Europe/London    | iso                       |               | {{from:yyyy-MM-dd'T'HH:mm:ssXXX}}
            Europe/London    | iso                       | Europe/London | {{from}}
            Europe/London    | yyyy-MM-dd'T'HH:mm:ss'Z'  |               | {{from:yyyy-MM-dd'T'HH:mm:ss'Z'}}
            America/New_York | iso                       |               | {{from:yyyy-MM-dd HH:mm:ss}}
            UTC              | iso                       |               | {{from:yyyy-MM-dd'T'HH:mm:ss'Z'}}
            """,
            quoteCharacter = '`')
    void a_bound_that_no_erp_takes_for_a_later_time_is_sound(String zone, String format, String naive, String from)
            throws IOException {
        String delta = "delta: {newest: /at, format: \"" + format + "\", first: 2026-01-01}\n    paging: {type: none}\n"
                + (naive == null ? "" : "    formats: {zone: " + naive + "}\n")
                + "    request: {path: /sales_orders, query: {page: , a: \"" + from.replaceFirst(":", "|") + "\"}}";

        assertThat(problemsOf(BadFiles.base()
                        .replace("Europe/London", zone)
                        .replace("delta: {days: 1}\n    request: {path: /sales_orders}", delta)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query: {a: '{{from|instant}}'}",
                "method: POST, body: '{\"a\": {{from|instant}}}'",
                "method: POST, body: '{\"a\": \"{{from|instant}}\"}'"
            })
    void a_value_that_may_be_left_out_is_sound_in_the_file_that_asks_for_everything(String from) throws IOException {
        String delta =
                "delta: {newest: /at}\n    paging: {type: none}\n" + "    request: {path: /sales_orders, " + from + "}";

        assertThat(problemsOf(BadFiles.base()
                        .replace("\n    query: {date: \"{{date}}\", page: \"{{page}}\"}", " {}")
                        .replace("  paging: {type: page, size: 500, stop: {pages: /meta/pages}}\n", "")
                        .replace("delta: {days: 1}\n    request: {path: /sales_orders}", delta)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            request: {path: '/p/DAY'}
            search: {request: {path: '/ids/DAY'}, records: /ids}, request: {path: '/p/{{id}}'}
            request: {path: /p}, detail: {request: {path: '/p/{{id}}/DAY'}, key: /id, as: more}
            request: {path: /p}, detail: {request: {path: '/p/{{id}}'}, key: /id, as: a, records: /l, detail: {request: {path: '/l/{{id}}/DAY'}, key: /id, as: b}}
            """,
            quoteCharacter = '`')
    void a_past_day_of_a_snapshot_can_be_fetched_where_any_of_its_requests_names_the_day(String asked)
            throws IOException {
        for (boolean named : new boolean[] {true, false}) {
            Files.writeString(
                    folder.resolve("CW-000900.yaml"),
                    "client: CW-000900\nname: Days\nerp: {url: 'http://127.0.0.1:8191'}\nentities:\n"
                            + "  products: {snapshot: true, mapping: {product_id: /id}, "
                            + asked.replace("DAY", named ? "{{date}}" : "all") + "}\n");
            ClientFiles.Result read = ClientFiles.read(folder, name -> null);
            assertThat(read.problems()).isEmpty();
            EntitySpec products = read.clients().get(0).entities().get(Entity.PRODUCTS);

            assertThat(products.namesDate()).isEqualTo(named);
            assertThat(products.loses(LocalDate.of(2026, 2, 24))).isEqualTo(!named);
        }
    }

    @Test
    void every_word_of_the_vocabulary_is_read() {
        ClientFiles.Result result = ClientFiles.read(BadFiles.GOOD, name -> null);

        assertThat(result.problems()).isEmpty();
        assertThat(result.clients()).hasSize(12);
        assertThat(result.clients().get(0).entities()).containsOnlyKeys(Entity.values());
    }

    @Test
    void limits_retry_and_what_entities_take_over_come_out_as_written() {
        Client client = good("CW-000901");
        EntitySpec products = client.entities().get(Entity.PRODUCTS);

        assertThat(client.timeZone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(client.erp().url()).hasToString("http://127.0.0.1:8191/api/v1");
        assertThat(client.erp().limits())
                .isEqualTo(new Erp.Limits(
                        0.5,
                        2,
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        16L << 20,
                        500,
                        Duration.ofMinutes(5),
                        Duration.ofHours(2)));
        assertThat(client.erp().retry()).isEqualTo(new Erp.Retry(5, Duration.ofMillis(200), Duration.ofSeconds(10)));
        assertThat(products.paging())
                .isEqualTo(new Paging.Page(
                        0, 500, new Paging.Stop(JsonPointer.compile("/meta/total_pages"), null, false)));
        assertThat(products.volume()).isEqualTo(new EntitySpec.Volume(0.8, false));
        assertThat(products.rejectShare()).isEqualTo(0.01);
        assertThat(client.entities().get(Entity.INVENTORY).rejectShare()).isZero();
        assertThat(client.entities().get(Entity.PURCHASE_ORDERS).windowDays()).isEqualTo(1);
    }

    @Test
    void a_trainer_comes_out_as_written() {
        assertThat(good("CW-000908").training()).contains(new Training("own-trainer_2", Duration.ofHours(2)));
        assertThat(good("CW-000901").training()).isEmpty();
    }

    @Test
    void images_take_over_from_the_erp_what_they_do_not_say() {
        Images images = good("CW-000901").images();

        assertThat(images.base()).hasToString("http://127.0.0.1:8191/api/v1/");
        assertThat(images.hosts())
                .containsExactly(
                        new Images.Host("cdn.example.com", 0),
                        new Images.Host("10.1.2.3", 8080),
                        new Images.Host("fd00::5", 0));
        assertThat(images.bytes()).isEqualTo(10L << 20);
        assertThat(images.megapixels()).isEqualTo(12);
        assertThat(images.requestsPerSecond()).isEqualTo(0.5);
        assertThat(images.concurrentRequests()).isEqualTo(1);
        assertThat(good("CW-000902").images()).isNull();
    }

    @Test
    void scalars_are_read_as_written_whatever_yaml_makes_of_them() {
        RequestSpec request =
                good("CW-000901").entities().get(Entity.SUPPLIERS).requests().get(0);

        assertThat(request.headers()).containsEntry("X-Tenant", "no");
        assertThat(request.query())
                .containsExactly(
                        Map.entry("date", "{{date}}"), Map.entry("page", "{{page}}"), Map.entry("page_size", "500"));
    }

    @Test
    void a_parameter_without_a_value_takes_away_what_the_erp_says_of_it() {
        assertThat(good("CW-000901")
                        .entities()
                        .get(Entity.PRODUCTS)
                        .requests()
                        .get(0)
                        .query())
                .doesNotContainKey("date")
                .containsKey("page");
    }

    @Test
    void columns_take_the_formats_of_the_erp_and_say_otherwise_themselves() {
        Map<String, Expression> columns =
                good("CW-000901").entities().get(Entity.PRODUCTS).mapping().columns();

        assertThat(columns.get("product_id"))
                .isEqualTo(new Expression(JsonPointer.compile("/stock_code"), null, null, false, null, '.'));
        assertThat(columns.get("cost_price").decimal()).isEqualTo(',');
        assertThat(columns.get("list_price").decimal()).isEqualTo('.');
        assertThat(columns.get("updated_at").format()).isNull();
        assertThat(columns.get("currency").value()).isEqualTo("GBP");
        EntitySpec.Mapping orders =
                good("CW-000901").entities().get(Entity.SALES_ORDERS).mapping();
        assertThat(orders.lineColumns().get("discount"))
                .isEqualTo(new Expression(JsonPointer.compile("/discount"), null, null, true, null, ','));
        assertThat(orders.lineColumns().get("amount").jq()).isEqualTo(".total / (.lines | length)");
        assertThat(orders.where()).isEqualTo(".kind != \"test\"");
        assertThat(orders.custom().get("points").type()).isEqualTo(Table.Type.NUMERIC);
        assertThat(orders.custom().get("points").from().decimal()).isEqualTo(',');
        assertThat(orders.custom().get("seen").from().format()).isEqualTo("odata");
        assertThat(orders.custom().get("till"))
                .isEqualTo(new CustomColumn(
                        Table.Type.TEXT, new Expression(JsonPointer.compile("/till"), null, null, false, null, '.')));
        assertThat(orders.lineCustom().get("cashier").from().parent()).isTrue();
    }

    @Test
    void a_detail_takes_over_headers_in_any_case_but_no_query() {
        RequestSpec detail = good("CW-000902")
                .entities()
                .get(Entity.PURCHASE_ORDERS)
                .detail()
                .request();

        assertThat(detail.headers()).containsExactly(Map.entry("accept", "application/json;odata=nometadata"));
        assertThat(detail.query()).isEmpty();
    }

    @Test
    void the_environment_fills_addresses_and_a_trailing_slash_is_dropped() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000902.yaml"), folder.resolve("CW-000902.yaml"));
        Client client = ClientFiles.read(folder, Map.of("CW_000902_HOST", "erp.test")::get)
                .clients()
                .get(0);

        assertThat(client.erp().url()).hasToString("https://erp.test/odata");
        assertThat(((Auth.OAuth2) client.erp().auth()).tokenUrl()).hasToString("https://erp.test/odata/token/");
    }

    @Test
    void secrets_are_looked_up_when_they_are_needed_and_never_printed() throws IOException {
        Path mounted = Files.writeString(
                Files.createDirectory(folder.resolve("CW-000900")).resolve("token"), "of-the-file\n");
        Client client = withSecret(mounted);

        assertThat(secretOf(client).reveal()).isEqualTo("of-the-file");
        assertThat(client.toString()).doesNotContain("of-the-file").contains("${file:" + mounted + "}");
        assertThat(Secrets.mask("it echoed of-the-file")).isEqualTo("it echoed ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pw\n", "pw\r\n", "pw\n\n", "pw"})
    void a_line_end_behind_a_secret_is_no_part_of_it_wherever_it_comes_from(String value) throws IOException {
        Path mounted = Files.writeString(
                Files.createDirectory(folder.resolve("CW-000900")).resolve("token"), value);

        assertThat(secretOf(withSecret(mounted)).reveal()).isEqualTo("pw");
        assertThat(secretOf(withSecret("CW_000900_API_KEY", value)).reveal()).isEqualTo("pw");
    }

    @Test
    void a_blank_may_be_a_part_of_a_secret_wherever_it_comes_from() throws IOException {
        Path mounted = Files.writeString(
                Files.createDirectory(folder.resolve("CW-000900")).resolve("token"), " pw\t \n");

        assertThat(secretOf(withSecret(mounted)).reveal()).isEqualTo(" pw\t ");
        assertThat(secretOf(withSecret("CW_000900_API_KEY", " pw\t \n")).reveal())
                .isEqualTo(" pw\t ");
    }

    @Test
    void a_mounted_secret_that_links_out_of_the_clients_own_is_refused() throws IOException {
        Path own = Files.createDirectory(folder.resolve("CW-000900"));
        Path others = Files.createDirectory(folder.resolve("CW-000901"));
        Files.writeString(others.resolve("key"), "of-another-client");
        Files.writeString(own.resolve("..data"), "as kubernetes mounts it");
        Path out = Files.createSymbolicLink(own.resolve("key"), others.resolve("key"));
        Path within = Files.createSymbolicLink(own.resolve("token"), own.resolve("..data"));

        assertThatThrownBy(() -> secretOf(withSecret(out)).reveal())
                .hasMessageContaining("leads out of the secrets of CW-000900")
                .hasMessageContaining("HINT: mount the secret itself below " + own);
        assertThat(secretOf(withSecret(within)).reveal()).isEqualTo("as kubernetes mounts it");
        Files.createSymbolicLink(own.resolve("environ"), Path.of("/proc/self/environ"));
        assertThatThrownBy(() -> secretOf(withSecret(own.resolve("environ"))).reveal())
                .hasMessageContaining("leads out of the secrets of CW-000900");
    }

    @Test
    void a_client_file_that_links_out_of_its_folder_or_nowhere_is_refused_unread() throws IOException {
        Path clients = Files.createDirectory(folder.resolve("clients"));
        Path elsewhere = Files.writeString(folder.resolve("secret.txt"), "root:of-somebody-else");
        Path data = Files.createDirectory(clients.resolve("..data"));
        Files.writeString(data.resolve("CW-000900.yaml"), BadFiles.base());
        Files.createSymbolicLink(clients.resolve("CW-000900.yaml"), Path.of("..data/CW-000900.yaml"));
        Path out = Files.createSymbolicLink(clients.resolve("CW-000901.yaml"), elsewhere);
        Path nowhere = Files.createSymbolicLink(clients.resolve("CW-000902.yaml"), folder.resolve("none"));

        ClientFiles.Result result = ClientFiles.read(clients, name -> null);

        assertThat(result.clients()).as("as Kubernetes mounts it").hasSize(1);
        String refused = ": the file is a symbolic link that leads out of the folder of client files, or nowhere\n"
                + "  HINT: put the file itself into the folder, or let CATWING_CLIENTS name the folder where it is";
        assertThat(result.problems()).extracting(Problem::toString).containsExactly(out + refused, nowhere + refused);
    }

    @Test
    void only_the_operator_widens_what_a_file_may_name() throws IOException {
        Files.writeString(
                folder.resolve("CW-000900.yaml"), BadFiles.base().replace("CW_000900_API_KEY", "SHOP_API_KEY"));
        Map<String, String> environment = new HashMap<>(Map.of("SHOP_API_KEY", "k", "AWS_SECRET_ACCESS_KEY", "aws"));

        assertThat(ClientFiles.read(folder, environment::get).problems()).hasSize(1);
        environment.put("CATWING_CLIENT_VARIABLES", "OTHER, SHOP_*");
        assertThat(ClientFiles.read(folder, environment::get).problems()).isEmpty();
        environment.put("CATWING_CLIENT_VARIABLES", "*");
        for (String never : List.of("AWS_SECRET_ACCESS_KEY", "CATWING_DB_PASSWORD", "CW_000901_API_KEY")) {
            Files.writeString(folder.resolve("CW-000900.yaml"), BadFiles.base().replace("CW_000900_API_KEY", never));
            assertThat(ClientFiles.read(folder, environment::get).problems())
                    .as(never)
                    .hasSize(1);
        }
    }

    private Client withSecret(Path mounted) throws IOException {
        Files.writeString(
                folder.resolve("CW-000900.yaml"),
                BadFiles.base().replace("${CW_000900_API_KEY}", "${file:" + mounted + "}"));
        ClientFiles.Result result =
                ClientFiles.read(folder, name -> name.equals("CATWING_SECRETS") ? folder.toString() : null);
        assertThat(result.problems()).isEmpty();
        return result.clients().get(0);
    }

    private Client withSecret(String variable, String value) throws IOException {
        Files.writeString(folder.resolve("CW-000900.yaml"), BadFiles.base());
        return ClientFiles.read(folder, Map.of(variable, value)::get).clients().get(0);
    }

    private static Secret secretOf(Client client) {
        return ((Auth.ApiKey) client.erp().auth()).value();
    }

    @Test
    void one_wrong_file_does_not_hide_the_problems_of_another() throws IOException {
        Files.writeString(folder.resolve("CW-000900.yaml"), BadFiles.base().replace("records: /data", "records: data"));
        Files.writeString(folder.resolve("CW-000901.yaml"), "client: [");
        Files.writeString(folder.resolve("CW-000902.yml"), "");
        Files.writeString(folder.resolve("notes.yaml"), BadFiles.base());
        Files.writeString(folder.resolve(".CW-000903.yaml.swp"), "left alone");
        Files.writeString(folder.resolve("schema.json"), "left alone");

        assertThat(ClientFiles.read(folder, name -> null).problems())
                .extracting(problem -> problem.file().getFileName() + ":" + problem.line() + " " + problem.reason())
                .containsExactly(
                        "CW-000900.yaml:12 erp.envelope.records 'data' is not a JSON Pointer (RFC 6901)",
                        "CW-000901.yaml:1 not YAML: while parsing a flow node, expected the node content,"
                                + " but found '<stream end>'",
                        "CW-000902.yml:0 a client file ends in .yaml",
                        "notes.yaml:1 client is CW-000900, but the file is notes.yaml");
    }

    @Test
    void bytes_that_are_not_utf_8_are_told_with_their_line() throws IOException {
        byte[] latin = BadFiles.base().replace("Sound", "Schön").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("CW-000900.yaml"), latin);

        assertThat(ClientFiles.read(folder, name -> null).problems())
                .extracting(Problem::line, Problem::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2, "the file is not UTF-8"));
    }

    @Test
    void an_empty_file_and_one_that_holds_itself_are_refused() throws IOException {
        assertThat(problemsOf("# nothing\n")).startsWith("CW-000900.yaml:1:1: the file is empty\n  HINT: begin it");
        assertThat(problemsOf("&a\nclient: CW-000900\nname: *a\n")).contains("name is an object, not text");
    }

    @Test
    void a_folder_that_is_not_there_is_a_problem() {
        assertThat(ClientFiles.read(folder.resolve("none"), name -> null).problems())
                .extracting(Problem::reason)
                .containsExactly("the folder of client files cannot be read: NoSuchFileException");
    }

    private static Client good(String id) {
        return ClientFiles.read(BadFiles.GOOD, name -> null).clients().stream()
                .filter(client -> client.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String problemsOf(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("CW-000900.yaml"), content);
        return ClientFiles.read(folder, name -> null).problems().stream()
                .map(problem -> problem.toString().replace(file.toString(), "CW-000900.yaml"))
                .collect(Collectors.joining("\n"));
    }
}
