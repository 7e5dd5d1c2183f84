package io.catwing.service.api;

import static io.catwing.cli.ServedDemo.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.cli.ServedDemo;
import io.catwing.cli.ServiceFixture;
import io.catwing.cli.ServiceFixture.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The JSON API, asked over HTTP. */
class ApiIT {
    private static final String HOSTILE = "<script>alert(1)</script>\u202e\u001b[31m";

    private static final String OPERATOR = ServedDemo.OPERATOR_TOKEN;
    private static final String VIEWER = ServedDemo.VIEWER_TOKEN;

    private static ServiceFixture service;
    private static JdbcClient database;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
        database = JdbcClient.create(service.served().database().dataSource());
        Answer fetched = service.ask(OPERATOR, "fetch", "--client", "CW-000200", "--date", DAY.toString());
        assertThat(fetched.exit()).as(fetched.toString()).isZero();
        // A recovery enriches all clients.
        assertThat(service.ask(OPERATOR, "enrich").exit()).isZero();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> post(String token, String path, String body) throws Exception {
        return service.send("POST", path, "Bearer " + token, body);
    }

    @Test
    void a_body_that_is_longer_than_any_command_is_refused_and_not_read() throws Exception {
        String longer = "{\"arguments\":[\"--version\"],\"width\":0,\"more\":\"" + "x".repeat(1 << 20) + "\"}";
        for (String path : List.of("/api/v1/commands", "/actuator/jolokia")) {
            HttpResponse<String> told = post(VIEWER, path, longer);
            assertThat(told.statusCode()).as(path + told.body()).isEqualTo(413);
            assertThat(told.headers().firstValue("Content-Type")).contains("application/problem+json");

            HttpResponse<String> untold = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(service.served().url() + path))
                                    .header("Authorization", "Bearer " + VIEWER)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(longer.getBytes(StandardCharsets.UTF_8))))
                                    .build(),
                            BodyHandlers.ofString());
            // Jolokia answers in words of its own.
            assertThat(untold.statusCode() + untold.body())
                    .as(path)
                    .matches("(413|200.*\"status\":500).*")
                    .contains("a body has up to 1048576 bytes");
        }
        assertThat(service.send("POST", "/api/v1/commands", null, longer).statusCode())
                .isEqualTo(401);
    }

    @Test
    void clients_are_listed_with_their_entities() throws Exception {
        JsonNode all = service.look("/api/v1/clients");

        assertThat(all.at("/clients").findValuesAsText("id")).contains("CW-000151", "CW-000200");
        assertThat(all.at("/clients/0/time_zone").asText()).isNotEmpty();
        assertThat(all.at("/clients/0/entities").toString()).contains("\"products\"");
        assertThat(all.at("/refused").size()).isZero();
    }

    @Test
    void what_is_owed_is_told_by_day() throws Exception {
        JsonNode owed = service.look("/api/v1/owed?client=CW-000151");

        assertThat(owed.at("/0/client").asText()).isEqualTo("CW-000151");
        assertThat(owed.at("/0/fetch").toString()).contains("\"products\"", "\"inventory\"");
    }

    @Test
    void a_run_is_listed_and_shows_its_step_results() throws Exception {
        JsonNode runs = service.look("/api/v1/runs?outcome=DONE&size=1");

        assertThat(runs.at("/items").size()).isEqualTo(1);
        assertThat(runs.at("/items/0/outcome").asText()).isEqualTo("DONE");
        assertThat(service.look("/api/v1/runs?outcome=ABORTED").at("/items").size())
                .isZero();
        String first = last(service.look("/api/v1/runs?size=500").at("/items"))
                .at("/run")
                .asText();
        JsonNode run = service.look("/api/v1/runs/" + first + "?size=3");
        assertThat(run.at("/run/command").asText()).startsWith("fetch --client CW-000200");
        assertThat(run.at("/steps/items").size()).isEqualTo(3);
        assertThat(run.at("/steps/more").asBoolean()).isTrue();
        assertThat(run.at("/steps/items/0/client").asText()).isEqualTo("CW-000200");
        assertThat(service.get("/api/v1/runs/no-such-run", "Bearer " + VIEWER).statusCode())
                .isEqualTo(404);
    }

    private static JsonNode last(JsonNode array) {
        return array.get(array.size() - 1);
    }

    @Test
    void days_and_their_files_say_what_is_loaded() throws Exception {
        JsonNode days =
                service.look("/api/v1/days?client=CW-000200&from=" + DAY.minusDays(1) + "&to=" + DAY.plusDays(1));

        int declared = days.at("/declared").size();
        assertThat(days.at("/days").findValuesAsText("date"))
                .containsExactly(
                        DAY.minusDays(1).toString(),
                        DAY.toString(),
                        DAY.plusDays(1).toString());
        assertThat(days.at("/days/0/loaded").size()).isZero();
        assertThat(days.at("/days/1/loaded").size()).isEqualTo(declared);
        assertThat(days.at("/days/1/records").asLong()).isPositive();
        JsonNode files = service.look("/api/v1/files/CW-000200/" + DAY);
        assertThat(files.size()).isEqualTo(declared);
        assertThat(files.at("/0/entity").asText()).isEqualTo("products");
        assertThat(files.at("/0/age_seconds").isNumber()).isTrue();
        assertThat(files.at("/0/file/key").asText()).isEqualTo("raw-data/CW-000200/" + DAY + "/products.json");
        assertThat(files.at("/0/file/bytes").asLong()).isPositive();
        assertThat(files.at("/0/file/loaded/records").asLong())
                .isEqualTo(files.at("/0/file/records").asLong());
        JsonNode none = service.look("/api/v1/files/CW-000200/" + DAY.plusDays(1));
        assertThat(none.at("/0/file/bytes").isNull()).isTrue();
        assertThat(none.at("/0/file/loaded").isNull()).isTrue();
    }

    @Test
    void rejects_are_counted_by_reason_with_the_records_as_the_erp_sent_them_and_loaded_again() throws Exception {
        String key = "raw-data/CW-000200/" + DAY + "/suppliers.json";
        for (int position : List.of(900, 901, 902, 903)) {
            database.sql("insert into ops.rejected_record values (?, ?, '/days', ?, ?, 'CW-000200', 'suppliers', ?)")
                    .params(key, position, "days from /days is not a number: " + position, HOSTILE, DAY)
                    .update();
        }

        HttpResponse<String> answer = service.get("/api/v1/rejects?entity=suppliers", "Bearer " + VIEWER);

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        JsonNode reason = new ObjectMapper().readTree(answer.body()).at("/items/0");
        assertThat(reason.at("/reason").asText()).isEqualTo("days from /days is not a number");
        assertThat(reason.at("/records").asLong()).isEqualTo(4);
        assertThat(reason.at("/examples").size()).isEqualTo(3);
        assertThat(reason.at("/examples/0/raw_key").asText()).isEqualTo(key);
        assertThat(reason.at("/examples/0/record").asText()).isEqualTo(HOSTILE);

        String again = "{\"client\":\"CW-000200\",\"entity\":\"suppliers\",\"date\":\"" + DAY + "\"}";
        assertThat(post(VIEWER, "/api/v1/rejects/load-again", again).statusCode())
                .isEqualTo(403);
        HttpResponse<String> loaded = post(OPERATOR, "/api/v1/rejects/load-again", again);

        assertThat(loaded.body()).contains("| load ").endsWith("{\"exit\":0}\n");
        assertThat(service.look("/api/v1/rejects?entity=suppliers").at("/items").size())
                .isZero();
        assertThat(audit()).contains("operator 0 load --client CW-000200 --entity suppliers --again --date " + DAY);
    }

    private static List<String> audit() {
        return database.sql(
                        "select who || ' ' || exit_code || ' ' || command from ops.audit where source = '127.0.0.1'")
                .query(String.class)
                .list();
    }

    @Test
    void backups_drills_and_a_recovery_under_way_are_told() throws Exception {
        assertThat(service.ask(OPERATOR, "backup").exit()).isZero();
        JsonNode backup = service.look("/api/v1/backups").at("/good/0");
        assertThat(backup.at("/key").asText()).startsWith("db-backups/daily/").endsWith(".sql.gz");
        assertThat(backup.at("/age_seconds").asLong()).isNotNegative();
        assertThat(backup.at("/verified_at").asText()).startsWith("20");

        CompletableFuture<Answer> drill = CompletableFuture.supplyAsync(() -> service.ask(OPERATOR, "drill"));
        await().until(() ->
                !service.look("/api/v1/recoveries").at("/under_way/now").isMissingNode());
        JsonNode now = service.look("/api/v1/recoveries").at("/under_way");

        assertThat(drill.join().exit()).as(drill.join().toString()).isZero();
        assertThat(now.at("/kind").asText()).isEqualTo("FAST");
        JsonNode all = service.look("/api/v1/recoveries");
        assertThat(all.at("/under_way").isNull()).isTrue();
        assertThat(all.at("/ended/items/0/good").asBoolean()).isTrue();
        assertThat(all.at("/ended/items/0/steps").findValuesAsText("step")).isNotEmpty();
        JsonNode drilled = service.look("/api/v1/drills").at("/items/0");
        assertThat(drilled.at("/kind").asText()).isEqualTo("FAST");
        assertThat(drilled.at("/good").asBoolean()).isTrue();
        assertThat(drilled.at("/rto_seconds").asDouble()).isPositive();
    }

    @Test
    void an_operator_stops_and_starts_a_route_and_fires_a_timer_and_leaves_audit_rows() throws Exception {
        String route = "fetch-CW-000151";
        JsonNode before =
                service.look("/api/v1/routes?client=CW-000151&size=500").at("/items");
        assertThat(before.findValuesAsText("id")).contains(route).allMatch(id -> id.contains("CW-000151"));
        assertThat(service.look("/api/v1/routes?group=job").at("/items").findValuesAsText("group"))
                .isNotEmpty()
                .containsOnly("job");

        assertThat(post(VIEWER, "/api/v1/routes/" + route + "/stop", null).statusCode())
                .isEqualTo(403);
        JsonNode stopped = read(post(OPERATOR, "/api/v1/routes/" + route + "/stop", null));
        assertThat(stopped.at("/state").asText()).isEqualTo("Stopped");
        JsonNode started = read(post(OPERATOR, "/api/v1/routes/" + route + "/start", null));
        assertThat(started.at("/state").asText()).isEqualTo("Started");
        assertThat(started.at("/counters/failed").asLong()).isZero();

        HttpResponse<String> noTimer = post(OPERATOR, "/api/v1/routes/" + route + "/fire", null);
        assertThat(noTimer.statusCode()).isEqualTo(400);
        assertThat(noTimer.body()).contains("the route " + route + " has no timer, so it cannot be fired");
        HttpResponse<String> down = post(OPERATOR, "/api/v1/routes/nightly-backup/fire", null);
        assertThat(down.body())
                .contains("the route nightly-backup is Stopped, so it cannot be fired", "\"hint\":\"start it\"");
        assertThat(post(OPERATOR, "/api/v1/routes/no-such-route/stop", null).statusCode())
                .isEqualTo(404);
        post(OPERATOR, "/api/v1/routes/nightly-backup/start", null);
        long backups = backups();
        assertThat(post(OPERATOR, "/api/v1/routes/nightly-backup/fire", null).statusCode())
                .isEqualTo(200);
        await().until(() -> backups() > backups);
        post(OPERATOR, "/api/v1/routes/nightly-backup/stop", null);

        assertThat(audit())
                .contains("operator 0 routes stop " + route, "operator 0 routes start " + route)
                .contains("operator 0 routes fire nightly-backup")
                .noneMatch(row -> row.startsWith("viewer"));
    }

    private static long backups() {
        return database.sql("select count(*) from ops.backup where outcome = 'DONE'")
                .query(Long.class)
                .single();
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void what_is_asked_wrongly_is_a_problem_that_names_the_field_and_what_is_right() throws Exception {
        problem(
                "/api/v1/days?client=CW-000200&from=today&to=2026-02-24",
                "from",
                "'today' is not a date such as 2026-02-24");
        problem("/api/v1/days?client=CW-000200&from=2026-02-24", "to", "is missing");
        problem("/api/v1/owed?client=../etc", "client", "a client id is CW- and six digits");
        problem("/api/v1/rejects?entity=socks", "entity", "'socks' is not an entity; the entities are products, ");
        problem("/api/v1/runs?outcome=GOOD", "outcome", "is not one of RUNNING, DONE, FAILED, ABORTED");
        problem("/api/v1/runs?size=501", "size", "is 1 to 500");
        problem("/api/v1/runs?page=-1", "page", "is 0 or more");
        problem("/api/v1/drills?size=many", "size", "'many' is not a whole number");
        JsonNode unknown = read(service.get("/api/v1/owed?client=CW-999999", "Bearer " + VIEWER));
        assertThat(unknown.at("/detail").asText()).isEqualTo("client CW-999999 has no file");
        assertThat(unknown.at("/hint").asText()).startsWith("the clients are CW-");

        JsonNode again = read(post(OPERATOR, "/api/v1/rejects/load-again", "{\"client\":\"CW-000200\"}"));
        assertThat(again.at("/errors/0/field").asText()).isEqualTo("entity");
        JsonNode broken = read(post(OPERATOR, "/api/v1/rejects/load-again", "{"));
        assertThat(broken.at("/detail").asText()).isEqualTo("the body is not the JSON object that is expected");
        assertThat(service.get("/api/v1/nothing", "Bearer " + VIEWER).statusCode())
                .isEqualTo(404);
    }

    private static void problem(String path, String field, String says) throws Exception {
        HttpResponse<String> answer = service.get(path, "Bearer " + VIEWER);

        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = read(answer);
        assertThat(problem.at("/errors/0/field").asText()).as(answer.body()).isEqualTo(field);
        assertThat(problem.at("/errors/0/problem").asText()).contains(says);
        assertThat(problem.at("/detail").asText()).startsWith(field + " ");
    }

    @Test
    void the_openapi_document_describes_the_endpoints_that_exist_and_no_others() throws Exception {
        JsonNode document = service.look("/api/v1/openapi.json");

        Set<String> described = new TreeSet<>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    assertThat(method.getValue().at("/summary").asText())
                            .as(path.getKey())
                            .isNotEmpty();
                    assertThat(method.getValue()
                                    .at("/responses/default/content/application~1problem+json")
                                    .isObject())
                            .isTrue();
                }));
        Set<String> mapped = new TreeSet<>();
        service.endpoints().forEach((path, methods) -> methods.forEach(method -> mapped.add(method + " " + path)));
        mapped.removeIf(endpoint -> !endpoint.contains(" /api/v1/") || endpoint.contains("/openapi.json"));
        assertThat(described)
                .contains("GET /api/v1/runs/{id}", "POST /api/v1/commands")
                .isEqualTo(mapped);
        String runs = document.at("/paths/~1api~1v1~1runs/get/parameters").toString();
        assertThat(runs).contains("\"outcome\"", "\"page\"", "\"size\"", "\"maximum\":500");
        assertThat(document.at("/components/schemas/Run/properties").toString()).contains("\"started_at\"");
        assertThat(document.at("/paths/~1api~1v1~1rejects/get/parameters").toString())
                .contains("CW-[0-9]{6}", "\"sales_orders\"");
    }
}
