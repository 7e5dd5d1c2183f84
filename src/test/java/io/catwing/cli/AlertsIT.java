package io.catwing.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.catwing.app.AlertWatch;
import io.catwing.app.Pipeline;
import io.catwing.client.Clients;
import io.catwing.job.ClientWatch;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import io.catwing.support.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Alerts of one or two services, received by HTTP and by e-mail. It is looked for troubles when the test says so. */
class AlertsIT {
    private static final String OPERATOR = "token-of-the-operator";
    private static final String SLACK_PATH = "/services/T0001/B0001/slack-token-of-the-test";
    private static final String PASSWORD = "password-of-the-mail";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT =
            """
            client: CW-000001
            name: Test
            time_zone: UTC
            erp:
              url: %s
              auth: {type: none}
              retry: {attempts: 1, delay: 1ms, max_delay: 2ms}
            entities:
              products:
                snapshot: true
                request: {path: /products}
                envelope: {records: ""}
                paging: {type: none}
                mapping: {product_id: /id, name: /name}
            """;

    @TempDir
    Path folder;

    private final WireMockServer http =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Servers.Database database = Servers.database();
    private final Servers.Bucket bucket = Servers.bucket();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final List<Pipeline> services = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        http.start();
        http.stubFor(any(anyUrl()).willReturn(ok()));
        http.stubFor(any(urlPathEqualTo("/products")).willReturn(okJson("[{\"id\": 1, \"name\": \"a\"}]")));
        mail.start();
        mail.setUser("catwing@example.com", "catwing", PASSWORD);
        Path clients = Files.createDirectory(folder.resolve("clients"));
        Files.writeString(clients.resolve("CW-000001.yaml"), CLIENT.formatted(http.baseUrl()));
    }

    @AfterEach
    void stop() {
        services.forEach(Pipeline::close);
        http.stop();
        mail.stop();
    }

    private Pipeline service(Map<String, String> alerts) throws IOException {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "catwing.home",
                Files.createTempDirectory(folder, "home").toString(),
                "catwing.clients",
                folder.resolve("clients").toString(),
                Clients.LEAVE_OUT,
                "true",
                "catwing.db.url",
                database.url(),
                "catwing.db.user",
                database.user(),
                "catwing.s3.endpoint",
                bucket.endpoint(),
                "catwing.s3.access-key",
                bucket.accessKey(),
                "catwing.s3.secret-key",
                bucket.secretKey(),
                "catwing.s3.bucket",
                bucket.name(),
                "server.port",
                "0"));
        settings.put("CATWING_OPERATOR_TOKEN", OPERATOR);
        settings.put("spring.datasource.hikari.connection-timeout", "500");
        // As soon as nobody sees it any more.
        settings.put("catwing.alerts.over", "0s");
        settings.put("catwing.alerts.timeout", "5s");
        alerts.forEach((name, value) -> settings.put("catwing.alerts." + name, value));
        Pipeline service = Start.service(settings);
        services.add(service);
        return service;
    }

    private Map<String, String> threeReceivers() {
        return Map.ofEntries(
                Map.entry("receivers.hook.webhook", http.baseUrl() + "/hook"),
                Map.entry("receivers.hook.about", "client"),
                Map.entry("receivers.chat.slack", http.baseUrl() + SLACK_PATH),
                Map.entry("receivers.chat.clients", "CW-0000*"),
                Map.entry("receivers.chat.about", "client"),
                Map.entry("receivers.team.email", "team@example.com"),
                Map.entry("receivers.team.about", "client"),
                Map.entry("receivers.others.webhook", http.baseUrl() + "/others"),
                Map.entry("receivers.others.clients", "CW-999999"),
                Map.entry("receivers.others.about", "client"),
                Map.entry("mail.host", "127.0.0.1"),
                Map.entry("mail.port", Integer.toString(mail.getSmtp().getPort())),
                Map.entry("mail.user", "catwing"),
                Map.entry("mail.password", PASSWORD),
                Map.entry("mail.from", "catwing@example.com"),
                Map.entry("mail.security", "none"));
    }

    /** Each of ten entities fails in six runs. */
    private void erpIsDown(String client) {
        for (int run = 0; run < 6; run++) {
            String id = client + "-run-" + run;
            step(
                    "insert into ops.run (run_id, command, ended_at, failed, outcome) values (?, 'timer', now(), 10, 'FAILED')",
                    id);
            for (int entity = 0; entity < 10; entity++) {
                step(
                        "insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, message)"
                                + " values (?, 'fetch', ?, ?, date '2026-02-24', 'FAILED', 'the ERP answered 503')",
                        id,
                        client,
                        "entity" + entity);
            }
        }
    }

    private void erpIsBack(String client) {
        step(
                "insert into ops.run (run_id, command, ended_at, failed, outcome) values (?, 'timer', now(), 0, 'DONE')",
                client);
        step(
                "insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome) select distinct ?, stage,"
                        + " client_id, subject, source_date, 'DONE' from ops.run_step where client_id = ?",
                client,
                client);
    }

    private void step(String sql, Object... values) {
        jdbc.sql(sql).params(values).update();
    }

    private List<JsonNode> received(String path) throws IOException {
        List<JsonNode> bodies = new ArrayList<>();
        for (var request : http.findAll(WireMock.anyRequestedFor(urlPathEqualTo(path)))) {
            bodies.add(JSON.readTree(request.getBodyAsString()));
        }
        return bodies;
    }

    private static void look(Pipeline... all) {
        CompletableFuture.allOf(Stream.of(all)
                        .map(service -> CompletableFuture.runAsync(
                                () -> service.bean(AlertWatch.class).look()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void
            an_erp_that_is_down_is_one_message_and_one_when_it_is_back_whatever_restarts_and_however_many_services_there_are()
                    throws Exception {
        Pipeline one = service(threeReceivers());
        Pipeline two = service(threeReceivers());
        erpIsDown("CW-000001");

        for (int time = 0; time < 5; time++) {
            look(one, two);
        }
        services.remove(two);
        two.close();
        Pipeline restarted = service(threeReceivers());
        look(one, restarted);

        assertThat(received("/hook")).singleElement().satisfies(told -> {
            assertThat(told.path("state").asText()).isEqualTo("BEGAN");
            assertThat(told.path("trouble").asText()).isEqualTo("client CW-000001");
            assertThat(told.path("client").asText()).isEqualTo("CW-000001");
            assertThat(told.path("message").asText())
                    .matches("fetch of entity\\d 2026-02-24 failed, and 9 more of CW-000001: the ERP answered 503");
        });
        assertThat(received(SLACK_PATH)).singleElement().satisfies(told -> assertThat(
                        told.path("text").asText())
                .startsWith("catwing: client CW-000001, since "));
        assertThat(mail.getReceivedMessages()).singleElement().satisfies(told -> {
            assertThat(told.getSubject()).startsWith("catwing: client CW-000001: fetch of entity");
            assertThat(told.getAllRecipients()[0]).hasToString("team@example.com");
        });
        assertThat(received("/others")).as("it asked for other clients").isEmpty();

        erpIsBack("CW-000001");
        look(one, restarted);
        look(one, restarted);

        assertThat(received("/hook"))
                .extracting(told -> told.path("state").asText())
                .containsExactly("BEGAN", "OVER");
        assertThat(received("/hook").get(1).path("id"))
                .isEqualTo(received("/hook").get(0).path("id"));
        assertThat(received(SLACK_PATH)).hasSize(2);
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[1].getSubject()).isEqualTo("catwing: over: client CW-000001");
        assertThat(GreenMailUtil.getBody(mail.getReceivedMessages()[1])).contains("It was: fetch of entity");
    }

    @Test
    void a_receiver_that_is_away_is_tried_again_keeps_nobody_waiting_and_shows_its_address_nowhere() throws Exception {
        Pipeline service = service(threeReceivers());
        http.stubFor(any(urlPathEqualTo(SLACK_PATH)).willReturn(aResponse().withStatus(500)));
        erpIsDown("CW-000001");

        look(service);
        look(service);

        assertThat(received("/hook")).hasSize(1);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(received(SLACK_PATH)).as("not at once").hasSize(1);
        // What a check said is kept for ten seconds.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(health(service))
                .contains("chat was not told of 1: HttpOperationFailedException", "statusCode: 500")
                .doesNotContain("slack-token-of-the-test"));
        assertThat(jdbc.sql("select problem from ops.alert where problem is not null")
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .contains("***")
                .doesNotContain("slack-token-of-the-test");
        CamelContext camel = service.bean(CamelContext.class);
        for (var route : ((ModelCamelContext) camel).getRouteDefinitions()) {
            assertThat(PluginHelper.getModelToXMLDumper(camel).dumpModelAsXml(camel, route))
                    .doesNotContain("slack-token-of-the-test", PASSWORD);
        }
        assertThat(camel.getEndpoints().toString()).doesNotContain("slack-token-of-the-test", PASSWORD);

        http.stubFor(any(urlPathEqualTo(SLACK_PATH)).willReturn(ok()));
        jdbc.sql("update ops.alert set due_at = now() where sent_at is null").update();
        look(service);

        assertThat(received(SLACK_PATH)).hasSize(2);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(health(service)).doesNotContain("was not told"));
    }

    @Test
    void a_wrong_client_file_a_failed_backup_and_a_bad_drill_are_told_of_and_one_that_was_stopped_is_not()
            throws Exception {
        Pipeline service = service(Map.of("receivers.all.webhook", http.baseUrl() + "/all"));
        Files.writeString(folder.resolve("clients/CW-000002.yaml"), "client: [");
        service.bean(ClientWatch.class).look();
        service.bean(ClientWatch.class).look();
        step(
                "insert into ops.backup (run_id, ended_at, outcome, message) values ('b', now(), 'FAILED', 'no space is left')");
        step("insert into ops.drill (run_id, started_at, ended_at, good, rto_seconds, rpo_seconds, problems)"
                + " values ('d', now(), now(), false, 1, 0, array['general.product differs'])");
        step(
                "insert into ops.backup (run_id, started_at, ended_at, outcome, message) values ('c', now() + interval '1 h',"
                        + " now(), 'FAILED', 'pg_dump was ended, since this program was asked to stop')");
        step("insert into ops.drill (run_id, started_at, ended_at, good, rto_seconds, rpo_seconds, problems)"
                + " values ('e', now(), now() + interval '1 h', false, 1, 0, array['the process was asked to stop'])");

        look(service);

        assertThat(received("/all"))
                .extracting(told -> told.path("trouble").asText() + ": "
                        + told.path("message").asText().replaceFirst("(?s)\n.*", ""))
                .anyMatch(told -> told.startsWith("client file CW-000002.yaml: ")
                        && told.contains("CW-000002.yaml:1:10: not YAML"))
                .contains("backup: the last backup failed: no space is left")
                .contains("drill: the last drill was not good: general.product differs");
    }

    @Test
    void a_run_that_is_asked_to_stop_is_no_trouble_and_ends_none() throws Exception {
        Pipeline service =
                service(Map.of("receivers.all.webhook", http.baseUrl() + "/all", "receivers.all.about", "client,run"));
        Stopping stopping = new Stopping();
        String run = stopping.failure(RunId.next()).getMessage();
        stopping.tell();
        String process = stopping.failure(RunId.next()).getMessage();
        step("insert into ops.run (run_id, command, ended_at, failed, outcome, message)"
                + " values ('broken', 'timer', now(), 0, 'ABORTED', 'the bucket is gone')");
        failed("broken", "fetch", 1, "products", "the ERP answered 503");
        failed("broken", "run", 2, "load", "the database went away");
        look(service);
        assertThat(states()).containsExactly("client CW-000001 BEGAN", "client CW-000002 BEGAN", "run BEGAN");

        for (String told : List.of(process, run)) {
            String id = told.equals(run) ? "stopped" : "restarted";
            step(
                    "insert into ops.run (run_id, command, ended_at, failed, outcome, message)"
                            + " values (?, 'timer', now(), 20, 'ABORTED', ?)",
                    id,
                    told);
            for (int client = 1; client <= 20; client++) {
                failed(id, "fetch", client, "products", told);
                failed(id, "run", client, "load", told);
            }
            look(service);
            look(service);
        }

        assertThat(states())
                .as("what was told before is not over, and nothing else began")
                .containsExactly("client CW-000001 BEGAN", "client CW-000002 BEGAN", "run BEGAN");
    }

    @Test
    void a_run_that_has_not_ended_for_a_day_is_a_trouble_until_it_ends_beside_one_that_was_aborted() throws Exception {
        Pipeline service = service(
                Map.of("receivers.all.webhook", http.baseUrl() + "/all", "receivers.all.about", "run,run-open"));
        step("insert into ops.run (run_id, command, started_at, ended_at, failed, outcome, message)"
                + " values ('broken', 'timer', now(), now(), 0, 'ABORTED', 'the bucket is gone')");
        step("insert into ops.run (run_id, command, started_at) values ('long', 'timer', now() - interval '23 hours')");
        look(service);
        assertThat(states()).containsExactly("run BEGAN");

        step(
                "insert into ops.run (run_id, command, started_at) values ('hangs', 'fetch', now() - interval '25 hours')");
        look(service);
        assertThat(states()).containsExactly("run BEGAN", "run-open BEGAN");
        assertThat(received("/all").get(1).path("message").asText())
                .matches("the run hangs \\(fetch\\), begun at [-0-9: ]{16} UTC, has not ended\nHINT: its log shows .*");

        step("update ops.run set ended_at = now(), failed = 0, outcome = 'DONE' where run_id = 'hangs'");
        look(service);
        assertThat(states()).contains("run-open OVER");
    }

    @Test
    void a_service_that_was_asked_to_stop_tells_of_nothing_and_that_it_takes_no_more_work_is_no_trouble()
            throws Exception {
        Map<String, String> receiver =
                Map.of("receivers.all.webhook", http.baseUrl() + "/all", "receivers.all.about", "run,readinessState");
        Pipeline stopped = service(receiver);
        stopped.bean(ApplicationAvailabilityBean.class)
                .onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.REFUSING_TRAFFIC));
        look(stopped);
        assertThat(states()).isEmpty();

        stopped.bean(Stopping.class).tell();
        step("insert into ops.run (run_id, command, ended_at, failed, outcome, message)"
                + " values ('broken', 'timer', now(), 0, 'ABORTED', 'the bucket is gone')");
        look(stopped);
        assertThat(states()).isEmpty();

        look(service(receiver));
        assertThat(states()).containsExactly("run BEGAN");
    }

    @Test
    void a_look_that_takes_long_sends_no_longer_than_until_the_next_is_due_and_what_it_saw_lasts_until_then()
            throws Exception {
        http.stubFor(any(urlPathEqualTo("/all")).willReturn(ok().withFixedDelay(5_000)));
        Pipeline service = service(Map.of(
                "receivers.all.webhook", http.baseUrl() + "/all",
                "receivers.all.about", "client",
                "timeout", "200ms",
                "every", "100ms"));
        step(
                "insert into ops.run (run_id, command, ended_at, failed, outcome) values ('r', 'timer', now(), 3, 'FAILED')");
        for (int client = 1; client <= 3; client++) {
            failed("r", "fetch", client, "products", "the ERP answered 503");
        }

        look(service);
        assertThat(asked()).isEqualTo(1);
        OffsetDateTime before =
                jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        look(service);

        assertThat(asked()).isEqualTo(2);
        assertThat(jdbc.sql("select min(seen_at) from ops.trouble where kind = 'client'")
                        .query(OffsetDateTime.class)
                        .single())
                .isAfter(before.plusNanos(Duration.ofMillis(400).toNanos()));
    }

    /** Messages to the receiver of everything that it took or did not. */
    private int asked() {
        return jdbc.sql("select sum(attempts) from ops.alert")
                .query(Integer.class)
                .single();
    }

    private void failed(String run, String stage, int client, String subject, String message) {
        step(
                "insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, message)"
                        + " values (?, ?, ?, ?, date '2026-02-24', 'FAILED', ?)",
                run,
                stage,
                "CW-%06d".formatted(client),
                subject,
                message);
    }

    /** What the receiver of everything was told, sorted. */
    private List<String> states() throws IOException {
        return received("/all").stream()
                .map(told ->
                        told.path("trouble").asText() + " " + told.path("state").asText())
                .sorted()
                .toList();
    }

    @Test
    void what_went_well_is_pinged_once_and_again_where_nobody_answered() throws Exception {
        Map<String, String> pings = Map.of(
                "ping.day", http.baseUrl() + "/ping/day",
                "ping.backup", http.baseUrl() + "/ping/backup",
                "ping.drill", http.baseUrl() + "/ping/drill");
        Pipeline one = service(pings);
        Pipeline two = service(pings);
        http.stubFor(any(urlPathEqualTo("/ping/drill")).willReturn(aResponse().withStatus(503)));
        step("insert into ops.backup (run_id, object_key, ended_at, outcome) values ('b', 'k', now(), 'DONE')");
        step("insert into ops.drill (run_id, started_at, ended_at, good, rto_seconds, rpo_seconds, problems)"
                + " values ('d', now(), now(), true, 1, 0, '{}')");

        look(one, two);
        look(one, two);

        assertThat(pings("backup")).isEqualTo(1);
        assertThat(pings("drill")).isGreaterThan(1);
        assertThat(pings("day")).as("nothing was fetched yet").isZero();

        http.stubFor(any(urlPathEqualTo("/ping/drill")).willReturn(ok()));
        int tried = pings("drill");
        assertThat(ask(one, "fetch", "--client", "CW-000001")).contains("all is well");
        look(one, two);
        look(one, two);

        assertThat(pings("drill")).isEqualTo(tried + 1);
        assertThat(pings("day")).isEqualTo(1);
        assertThat(pings("backup")).isEqualTo(1);
    }

    /** Their days never end together: the one's yesterday is later than the other's. */
    @Test
    void a_day_of_which_a_file_is_lost_is_not_pinged_when_it_has_ended_everywhere() throws Exception {
        Path first = folder.resolve("clients/CW-000001.yaml");
        String file = CLIENT.formatted(http.baseUrl());
        Files.writeString(first, file.replace("time_zone: UTC", "time_zone: Pacific/Kiritimati\nstart: 2020-01-01"));
        Files.writeString(
                folder.resolve("clients/CW-000002.yaml"),
                file.replace("CW-000001", "CW-000002").replace("time_zone: UTC", "time_zone: Pacific/Pago_Pago"));
        Pipeline service = service(Map.of("ping.day", http.baseUrl() + "/ping/day"));
        assertThat(ask(service, "fetch")).contains("all is well");

        look(service);

        assertThat(pings("day"))
                .as("the first client's snapshot of that day is lost")
                .isZero();

        Files.writeString(first, file.replace("time_zone: UTC", "time_zone: Pacific/Kiritimati"));
        service.bean(ClientWatch.class).look();
        service.bean(ClientWatch.class).look();
        assertThat(ask(service, "load")).contains("all is well");
        look(service);

        assertThat(pings("day")).as("before its first day nothing is").isEqualTo(1);
    }

    private int pings(String what) {
        return http.findAll(WireMock.getRequestedFor(urlPathMatching("/ping/" + what)))
                .size();
    }

    @Test
    void a_database_that_is_gone_is_told_of_without_it_and_so_is_its_return() throws Exception {
        Pipeline service =
                service(Map.of("receivers.hook.webhook", http.baseUrl() + "/hook", "receivers.hook.about", "db"));
        look(service);

        reachable(false);
        look(service);
        look(service);
        look(service);

        assertThat(received("/hook")).singleElement().satisfies(told -> assertThat(
                        told.path("message").asText())
                .startsWith("the database cannot be asked: "));
        reachable(true);
        // The pool of connections takes its time.
        await().untilAsserted(() -> {
            look(service);
            assertThat(received("/hook"))
                    .extracting(told -> told.path("state").asText())
                    .containsExactly("BEGAN", "OVER");
        });
    }

    private void reachable(boolean reachable) throws Exception {
        String name = database.url().replaceFirst(".*/", "");
        try (Connection connection =
                DriverManager.getConnection(database.url().replaceFirst("[^/]*$", "postgres"), database.user(), "")) {
            connection.createStatement().execute("alter database " + name + " with allow_connections " + reachable);
            connection
                    .createStatement()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        }
    }

    @Test
    void a_test_message_goes_to_each_receiver_and_what_came_of_it_is_said() throws Exception {
        Pipeline service = service(threeReceivers());
        http.stubFor(any(urlPathEqualTo(SLACK_PATH)).willReturn(aResponse().withStatus(404)));

        assertThat(ask(service, "alerts", "test"))
                .contains(
                        "chat: HttpOperationFailedException: ",
                        "hook: told\n",
                        "others: told\n",
                        "team: told\n",
                        "exit code 1")
                .doesNotContain("slack-token-of-the-test");
        assertThat(received("/hook")).singleElement().satisfies(told -> assertThat(
                        told.path("message").asText())
                .isEqualTo("this is a test: nothing is wrong"));
    }

    private static String url(Pipeline service) {
        return "http://127.0.0.1:" + service.bean(Environment.class).getProperty("local.server.port");
    }

    private static String ask(Pipeline service, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = ServiceClient.find(arguments, Map.of("CATWING_URL", url(service), "CATWING_TOKEN", OPERATOR))
                .orElseThrow()
                .run(arguments, new PrintStream(out, true), new PrintStream(out, true))
                .orElseThrow();
        return out.toString(StandardCharsets.UTF_8) + "exit code " + exit;
    }

    private static String health(Pipeline service) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url(service) + "/actuator/health"))
                                .header("Authorization", "Bearer " + OPERATOR)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
