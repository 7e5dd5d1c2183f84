package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.deploy.MetricNames;
import io.catwing.support.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CliConnector;
import org.apache.camel.spring.SpringCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import software.amazon.awssdk.core.sync.RequestBody;

/** The service, asked over HTTP. */
class ServeIT {
    private static final LocalDate DAY = ServedDemo.DAY;
    private static final String OPERATOR = ServedDemo.OPERATOR_TOKEN;
    private static final String VIEWER = ServedDemo.VIEWER_TOKEN;

    @TempDir
    static Path folder;

    private static ServedDemo demo;
    private static String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private record Answer(int exit, String out, String err) {}

    @BeforeAll
    static void start() {
        demo = ServedDemo.shared();
        url = demo.url();
    }

    private static Answer ask(String token, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ServiceClient.find(arguments, Map.of("CATWING_URL", url, "CATWING_TOKEN", token))
                .orElseThrow()
                .run(arguments, new PrintStream(out, true), new PrintStream(err, true))
                .orElseThrow();
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void the_health_of_the_database_is_the_one_that_is_kept() {
        HealthContributor database =
                demo.service().bean(HealthContributorRegistry.class).getContributor("db");

        assertThat(database.getClass().getSimpleName()).isEqualTo("DatabaseHealth");
    }

    @Test
    void nothing_but_a_bare_health_status_is_answered_without_sign_in() throws Exception {
        TreeSet<String> paths = new TreeSet<>(List.of("/", "/nothing-there", "/actuator", "/actuator/health/db"));
        demo.service().bean(PathMappedEndpoints.class).getAllPaths().forEach(paths::add);
        ((SpringCamelContext) demo.service().bean(CamelContext.class))
                .getApplicationContext().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                        .flatMap(mapping -> mapping.getPatternValues().stream())
                        .map(path -> path.replaceAll("\\{[^}]*}", "x"))
                        .forEach(paths::add);
        // Of filters, not of controllers: a provider is asked, its answer is checked, and there is no other provider.
        Map<String, String> led = Map.of(
                "/sign-in/oidc", ServedDemo.issuer().url() + "/authorize?",
                "/sign-in/oidc/callback", "/sign-in?refused",
                "/sign-in/another", "/sign-in?refused");
        paths.addAll(led.keySet());
        assertThat(paths).contains("/actuator/prometheus", "/actuator/health", "/api/v1/commands", "/", "/sign-in");

        for (String path : paths) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                                .header("Content-Type", "application/json")
                                .build(),
                        BodyHandlers.ofString());
                if (method.equals("GET") && path.equals("/actuator/health")) {
                    assertThat(answer.body()).matches("\\{\"status\":\"[A-Z]+\"(,\"groups\":\\[[^]]*])?}");
                } else if (method.equals("GET") && path.equals("/sign-in")) {
                    assertThat(answer.body())
                            .contains("<form", "action=\"/sign-in\"")
                            .doesNotContain("<nav");
                } else if (led.containsKey(path) && List.of("GET", "OPTIONS").contains(method)) {
                    assertThat(answer.headers().firstValue("Location").orElseThrow())
                            .as(method + " " + path)
                            .startsWith(led.get(path));
                } else {
                    assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(401);
                }
            }
        }
        for (String probe : List.of("startup", "liveness", "readiness")) {
            HttpResponse<String> answer = get("/actuator/health/" + probe, null);
            assertThat(answer.statusCode()).as(probe).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void no_camel_cli_reaches_a_service_that_was_not_told_so() {
        assertThat(demo.service().bean(CamelContext.class).hasService(CliConnector.class))
                .isNull();
    }

    @Test
    void wrong_secrets_are_refused_and_right_ones_sign_in() throws Exception {
        assertThat(get("/actuator/prometheus", "Bearer nobodys-token-at-all").statusCode())
                .isEqualTo(401);
        assertThat(get("/actuator/prometheus", ServedDemo.basic("operator", "wrong-password"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/actuator/prometheus", ServedDemo.basic("viewer", "")).statusCode())
                .isEqualTo(401);

        assertThat(get("/actuator/prometheus", "Bearer " + VIEWER).statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus", ServedDemo.basic("operator", ServedDemo.PASSWORD))
                        .body())
                .contains("jvm_memory_used_bytes");
        assertThat(get("/actuator/health", "Bearer " + VIEWER).body()).contains("components");
    }

    @Test
    void a_command_runs_in_the_service_with_the_same_output_and_exit_code_and_leaves_an_audit_row() {
        Answer fetched =
                ask(OPERATOR, "fetch", "--client", "CW-000200", "--entity", "products", "--date", DAY.toString());

        assertThat(fetched.exit()).as(fetched.toString()).isZero();
        assertThat(fetched.out()).contains("| fetch ", "| load ", ": all is well\n");
        Answer status = ask(VIEWER, "status", "--client", "CW-000200", "--json");
        assertThat(status.exit()).as("days and backups are missing").isEqualTo(1);
        assertThat(status.out()).contains("\"entities\"");
        Answer refused = ask(OPERATOR, "fetch", "--client", "CW-999999");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("catwing: client CW-999999 has no file\nHINT: the clients are ");
        assertThat(JdbcClient.create(demo.database().dataSource())
                        .sql(
                                "select who || ' ' || exit_code || ' ' || command from ops.audit where source = '127.0.0.1'")
                        .query(String.class)
                        .list())
                .contains(
                        "operator 0 fetch --client CW-000200 --entity products --date " + DAY,
                        "operator 2 fetch --client CW-999999")
                .noneMatch(row -> row.contains("status"));
    }

    /** A database that is gone is what a recovery is for. */
    @Test
    void without_the_audit_table_a_recovery_is_run_and_nothing_else_that_changes_something() {
        JdbcClient jdbc = JdbcClient.create(demo.database().dataSource());
        jdbc.sql("alter table ops.audit rename to audit_away").update();
        try {
            Answer recovery = ask(OPERATOR, "recover", "drop", "no_such_database");
            Answer other = ask(OPERATOR, "load");

            assertThat(recovery.exit()).isEqualTo(2);
            assertThat(recovery.err()).startsWith("catwing: ").contains("no_such_database");
            assertThat(other.err()).contains("answered 503");
        } finally {
            jdbc.sql("alter table ops.audit_away rename to audit").update();
        }
    }

    @Test
    void what_happens_is_counted_for_prometheus() {
        ask(OPERATOR, "fetch", "--client", "CW-000151", "--entity", "suppliers", "--date", DAY.toString());

        await().untilAsserted(() -> assertThat(
                        get("/actuator/prometheus", "Bearer " + VIEWER).body())
                .contains(
                        "catwing_files_stored_total{entity=\"suppliers\"} 1.0",
                        "catwing_files_loaded_total{entity=\"suppliers\"} 1.0",
                        "catwing_records_loaded_total{entity=\"suppliers\"} ",
                        "catwing_runs_total{outcome=\"done\"} ",
                        "catwing_backup_age_seconds NaN",
                        "catwing_drill_age_seconds NaN")
                .containsPattern("catwing_run_age_seconds \\d"));
    }

    @Test
    void the_metrics_that_the_dashboard_and_the_alert_rules_name_are_there_from_the_start() throws Exception {
        assertThat(get("/actuator/health", null).statusCode()).isPositive();

        await().untilAsserted(() -> assertThat(MetricNames.missing(
                        get("/actuator/prometheus", "Bearer " + VIEWER).body()))
                .isEmpty());
    }

    @Test
    void how_far_the_database_is_behind_is_told_without_a_label_a_client() throws Exception {
        ask(OPERATOR, "fetch", "--client", "CW-000200", "--entity", "locations", "--date", DAY.toString());

        await().untilAsserted(() -> assertThat(
                        get("/actuator/prometheus", "Bearer " + VIEWER).body())
                .contains("catwing_clients 2.0", "catwing_clients_behind 2.0")
                .containsPattern("catwing_behind_days [1-9]\\d*\\.0")
                .doesNotContain("CW-000200"));
    }

    @Test
    void a_share_whose_files_were_refused_says_that_another_try_is_in_vain() {
        String longAgo = "2025-12-31";
        String key = "raw-data/CW-000151/" + longAgo + "/pricing_lists.json";
        Servers.Bucket bucket = demo.bucket();
        bucket.s3().putObject(put -> put.bucket(bucket.name()).key(key), RequestBody.fromString("[{\"cut off"));

        Answer largest = ask(OPERATOR, "replay", "--share", "0/2", "--to", longAgo);
        Answer other = ask(OPERATOR, "replay", "--share", "1/2", "--to", longAgo);
        Answer again = ask(OPERATOR, "replay", "--client", "CW-000151", "--to", longAgo);

        assertThat(largest.exit()).as(largest.toString()).isEqualTo(ReplayCommand.FAILED_FOR_GOOD);
        assertThat(largest.out()).contains("load of CW-000151 pricing_lists " + longAgo + " failed: ");
        assertThat(other.exit()).as(other.toString()).isZero();
        assertThat(again.exit()).isEqualTo(CatwingCommand.FAILED);
        // Other tests share the service.
        bucket.s3().deleteObject(delete -> delete.bucket(bucket.name()).key(key));
    }

    @Test
    void a_viewer_may_look_and_change_nothing() {
        Answer refused = ask(VIEWER, "fetch", "--client", "CW-000200", "--date", DAY.toString());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("catwing: the service at " + url + " answered 403\n"
                        + "HINT: this token may look, and change nothing; use an operator's\n");
    }

    @Test
    void a_wrong_token_says_what_to_set() {
        assertThat(ask("wrong-token", "status").err())
                .isEqualTo("catwing: the service at " + url + " answered 401\n"
                        + "HINT: set CATWING_TOKEN to a token of the service\n");
    }

    @Test
    void a_file_of_the_service_is_not_read_for_somebody_who_names_it() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "--what-the-file-says");

        Answer answer = ask(OPERATOR, "status", "@" + file);

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("@" + file).doesNotContain("what-the-file-says");
    }

    @Test
    void what_a_service_does_not_run_is_refused_as_a_problem() throws Exception {
        for (List<String> arguments :
                List.of(List.of("psql"), List.of("serve"), List.of("client-data", "upload", "/etc/passwd"))) {
            HttpResponse<String> answer = post(new ObjectMapper().writeValueAsString(Map.of("arguments", arguments)));

            assertThat(answer.statusCode()).as(arguments.toString()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains(arguments.get(0) + " is no command that a service runs");
        }
        for (String body : List.of("", "[]", "{", "{\"arguments\":[]}", "{\"arguments\":[null]}", "{\"width\":1}")) {
            assertThat(post(body).statusCode()).as(body).isEqualTo(400);
        }
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/commands"))
                        .header("Authorization", "Bearer " + OPERATOR)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
