package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.catwing.app.OtherDatabase;
import io.catwing.app.Pipeline;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.clientdata.Workbooks;
import io.catwing.fetch.FetchRoutes;
import io.catwing.job.ClientWatch;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.recover.Recoveries;
import io.catwing.recover.Recovery;
import io.catwing.recover.RecoveryFixture;
import io.catwing.support.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Client files, and folders beside them, that are edited while a service is up, which is asked over HTTP. A poll is what the test calls one. */
class EditedClientFilesIT {
    private static final String OPERATOR = "token-of-the-operator";
    private static final String DAY = "2026-02-24";
    private static final String GOOD =
            """
            client: %1$s
            name: Test
            time_zone: UTC
            erp:
              url: %2$s/%1$s
              auth: %3$s
              retry: {attempts: 1, delay: 1ms, max_delay: 2ms}
            entities:
              products:
                snapshot: true
                request: {path: /products}
                envelope: {records: ""}
                paging: {type: none}
                mapping: {product_id: /id, name: %4$s}
            """;

    @TempDir
    static Path folder;

    private static final Map<String, CountDownLatch> HELD = new HashMap<>();
    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private static ExecutorService threads;
    private static HttpServer erp;
    private static Path files;
    private static Path secrets;
    private static Path query;
    private static Path headers;
    private static Pipeline service;
    private static ClientWatch watch;
    private static String url;
    private static Servers.Database database;
    private static JdbcClient jdbc;

    private record Answer(int exit, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.setExecutor(threads);
        erp.createContext("/", request -> {
            CountDownLatch held = HELD.get(request.getRequestURI().getPath().split("/")[1]);
            if (held != null) {
                ASKED.countDown();
                try {
                    held.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = "[{\"id\": 1, \"name\": \"old\", \"title\": \"new\"}]".getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(200, body.length);
            request.getResponseBody().write(body);
            request.close();
        });
        erp.start();
        files = Files.createDirectory(folder.resolve("clients"));
        secrets = Files.createDirectory(folder.resolve("secrets"));
        writeThree();
        query = write(
                folder.resolve("sql/stats/bills.sql"),
                "-- after:\n-- scope: client\nselect client_id, 1 as bills from general.client\n");
        write(
                folder.resolve("sql/migration/V1__bills.sql"),
                "create table stats.bills (client_id text primary key, bills int not null);");
        headers = write(folder.resolve("workbooks/locations.yaml"), "kind: [Standorttyp]\n");
        database = Servers.database();
        jdbc = JdbcClient.create(database.dataSource());
        Servers.Bucket bucket = Servers.bucket();
        service = Start.service(Map.ofEntries(
                Map.entry(
                        "catwing.home",
                        Files.createDirectory(folder.resolve("home")).toString()),
                Map.entry("catwing.clients", files.toString()),
                Map.entry("CATWING_SECRETS", secrets.toString()),
                Map.entry(Clients.LEAVE_OUT, "true"),
                Map.entry("catwing.db.url", database.url()),
                Map.entry("catwing.db.user", database.user()),
                Map.entry("catwing.s3.endpoint", bucket.endpoint()),
                Map.entry("catwing.s3.access-key", bucket.accessKey()),
                Map.entry("catwing.s3.secret-key", bucket.secretKey()),
                Map.entry("catwing.s3.bucket", bucket.name()),
                Map.entry("server.port", "0"),
                Map.entry("CATWING_OPERATOR_TOKEN", OPERATOR)));
        url = "http://127.0.0.1:" + service.bean(Environment.class).getProperty("local.server.port");
        watch = service.bean(ClientWatch.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        erp.stop(0);
        threads.shutdownNow();
    }

    @BeforeEach
    void clean() throws IOException {
        FileSystemUtils.deleteRecursively(files);
        Files.createDirectory(files);
        writeThree();
        poll();
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void writeThree() throws IOException {
        write("CW-000001", good("CW-000001"));
        write("CW-000002", good("CW-000002"));
        write("CW-000003", good("CW-000003").replace("mapping:", "mappping:"));
    }

    private static String good(String client) {
        return good(client, "{type: none}", "/name");
    }

    private static String good(String client, String auth, String name) {
        return GOOD.formatted(client, "http://127.0.0.1:" + erp.getAddress().getPort(), auth, name);
    }

    private static Path write(String client, String yaml) throws IOException {
        return Files.writeString(files.resolve(client + ".yaml"), yaml);
    }

    /** Two polls that find the same. */
    private static void poll() {
        watch.look();
        watch.look();
    }

    private static Answer ask(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ServiceClient.find(arguments, Map.of("CATWING_URL", url, "CATWING_TOKEN", OPERATOR))
                .orElseThrow()
                .run(arguments, new PrintStream(out, true), new PrintStream(err, true))
                .orElseThrow();
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Answer fetch(String client) {
        return ask("fetch", "--client", client, "--date", DAY);
    }

    private static void fetched(String client) {
        Answer answer = fetch(client);
        assertThat(answer.exit()).as(answer.toString()).isZero();
    }

    private static String health() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/actuator/health"))
                                .header("Authorization", "Bearer " + OPERATOR)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static List<String> names(String client) {
        return jdbc.sql("select name from general.product where client_id = ?")
                .param(client)
                .query(String.class)
                .list();
    }

    private static boolean has(String client) {
        return service.bean(Clients.class).all().stream()
                .anyMatch(known -> known.id().equals(new ClientId(client)));
    }

    @Test
    void one_wrong_client_file_among_three_leaves_two_that_fetch_and_health_says_which_and_why() throws Exception {
        fetched("CW-000001");
        fetched("CW-000002");
        assertThat(names("CW-000001")).containsExactly("old");
        assertThat(names("CW-000002")).containsExactly("old");
        Answer refused = fetch("CW-000003");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("CW-000003.yaml:10:5: entities.products has no 'mapping'", "did you mean 'mapping'?");
        assertThat(health())
                .contains("clients are left out: ", "CW-000003.yaml:10:5: entities.products has no 'mapping'");

        write("CW-000003", good("CW-000003"));
        poll();

        assertThat(health()).doesNotContain("CW-000003.yaml");
        fetched("CW-000003");
        assertThat(names("CW-000003")).containsExactly("old");
    }

    @Test
    void a_new_client_file_is_fetched_without_a_restart_and_one_that_is_gone_no_more() throws IOException {
        assertThat(fetch("CW-000010").err()).contains("client CW-000010 has no file");
        Path file = write("CW-000010", good("CW-000010"));
        poll();

        fetched("CW-000010");
        assertThat(names("CW-000010")).containsExactly("old");

        Files.delete(file);
        poll();

        assertThat(fetch("CW-000010").err()).contains("client CW-000010 has no file");
        assertThat(service.bean(CamelContext.class).getRoutes())
                .noneMatch(route -> route.getId().contains("CW-000010"));
    }

    @Test
    void a_file_that_becomes_wrong_stops_its_client_until_it_is_right() throws Exception {
        write("CW-000011", good("CW-000011"));
        poll();
        assertThat(has("CW-000011")).isTrue();

        write("CW-000011", "client: [");
        poll();

        assertThat(fetch("CW-000011").err()).contains("1 problem in the client files:\n", "CW-000011.yaml:1:");
        assertThat(health()).contains("CW-000011.yaml:1:");
        write("CW-000011", good("CW-000011"));
        poll();
        fetched("CW-000011");
        assertThat(health()).doesNotContain("CW-000011.yaml");
    }

    @Test
    void a_command_for_all_clients_does_the_others_and_fails_by_the_name_of_the_file_that_is_wrong()
            throws IOException {
        write("CW-000003", good("CW-000003"));
        write("CW-000011", good("CW-000011"));
        poll();
        fetched("CW-000001");
        write("CW-000011", "client: [");
        poll();

        for (String command : List.of(
                "fetch --date " + DAY,
                "load",
                "replay",
                "enrich",
                "stats",
                "product-images",
                "rejects",
                "status",
                "status --json")) {
            Answer answer = ask(command.split(" "));
            assertThat(answer.exit()).as(command + ": " + answer).isEqualTo(1);
            assertThat(answer.out()).as(command).contains("CW-000011.yaml:1:");
        }
        Answer fetch = ask("fetch", "--date", DAY);
        assertThat(names("CW-000002")).containsExactly("old");
        assertThat(fetch.out())
                .contains(
                        System.lineSeparator() + "left out: " + files.resolve("CW-000011.yaml") + ":1:",
                        "HINT: correct the files; ./catwing check tells of each problem. Then run the same command again",
                        ": 0 failed; clients are left out");
        assertThat(ask("load", "--client", "CW-000001", "--client", "CW-000002").exit())
                .as("the others, named")
                .isZero();
    }

    @Test
    void the_status_of_one_client_tells_of_no_file_of_another() throws IOException {
        assertThat(health(ask("status", "--json"))).anyMatch(problem -> problem.startsWith("clients are left out: "));

        assertThat(health(ask("status", "--json", "--client", "CW-000001")))
                .noneMatch(problem -> problem.startsWith("clients are left out: "));
        assertThat(ask("status", "--client", "CW-000003").err()).contains("CW-000003.yaml:10:5: ");
    }

    private static List<String> health(Answer status) throws IOException {
        List<String> problems = new ArrayList<>();
        new ObjectMapper().readTree(status.out()).path("health").forEach(problem -> problems.add(problem.asText()));
        return problems;
    }

    @Test
    void a_recovery_a_verification_and_a_drill_are_refused_while_a_client_file_is_wrong() throws Exception {
        write("CW-000003", good("CW-000003"));
        write("CW-000021", good("CW-000021"));
        poll();
        fetched("CW-000001");
        fetched("CW-000021");
        SortedMap<String, Digest> before = new Digests(database.dataSource()).all();
        write("CW-000021", "client: [");
        poll();
        assertThat(has("CW-000021")).isFalse();

        for (String command : List.of(
                "recover full --switch",
                "recover full --plan",
                "recover full --as-of " + DAY,
                "recover fast --switch",
                "verify",
                "drill")) {
            Answer refused = ask(command.split(" "));
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.err())
                    .as(command)
                    .contains(
                            "a recovery or a drill is of all clients: 1 problem in the client files:\n",
                            "CW-000021.yaml:1:",
                            "correct them and run ./catwing check");
        }
        assertThat(ask("recover", "full", "--client", "CW-000021").err())
                .contains("1 problem in the client files:\n", "CW-000021.yaml:1:");

        assertThat(recovered()).isEmpty();
        assertThat(new Digests(database.dataSource()).all()).isEqualTo(before);
        assertThat(names("CW-000021")).containsExactly("old");
    }

    @Test
    void one_client_is_rebuilt_although_the_file_of_another_is_wrong() {
        fetched("CW-000001");

        Answer rebuilt = ask("recover", "full", "--client", "CW-000001");

        assertThat(rebuilt.exit()).as(rebuilt.toString()).isZero();
        assertThat(rebuilt.out())
                .contains("CW-000003.yaml is wrong: of its client the rows were copied, and nothing compared");
        recovered()
                .forEach(name -> assertThat(ask("recover", "drop", name).exit()).isZero());
    }

    @Test
    void what_happens_to_client_files_while_a_recovery_is_at_work_changes_nothing_of_what_fills_its_database()
            throws Exception {
        write("CW-000003", good("CW-000003"));
        write("CW-000022", good("CW-000022"));
        write("CW-000024", good("CW-000024"));
        poll();
        Recoveries recoveries = service.bean(Recoveries.class);
        Recovery recovery = recoveries.begin(RecoveryFixture.full(false));
        write("CW-000022", "client: [");
        write("CW-000023", good("CW-000023"));
        write("CW-000001", good("CW-000001", "{type: none}", "/title"));
        Files.delete(files.resolve("CW-000024.yaml"));
        poll();

        assertThat(has("CW-000022")).isTrue();
        assertThat(has("CW-000023")).isFalse();
        try (Pipeline second = service.bean(OtherDatabase.class).open(databaseName())) {
            Clients held = second.bean(Clients.class);
            assertThat(List.copyOf(held.all()))
                    .isEqualTo(List.copyOf(service.bean(Clients.class).all()))
                    .extracting(client -> client.id().value())
                    .contains("CW-000022", "CW-000024")
                    .doesNotContain("CW-000023");
            assertThat(held.folder()).isEqualTo(files);
        } finally {
            recoveries.end(recovery);
        }
        poll();
        assertThat(has("CW-000022")).isFalse();
        assertThat(has("CW-000023")).isTrue();
    }

    @Test
    void an_edited_query_counts_from_the_next_start_which_is_told_and_fills_no_second_database_before()
            throws Exception {
        Path added = folder.resolve("sql/migration/V2__more.sql");
        String before = Files.readString(query);
        assertThat(health()).doesNotContain("changed since the service started");
        assertThat(ask("stats", "--client", "CW-000001").err()).doesNotContain("changed since the service started");
        Files.writeString(query, before.replace("1 as", "2 as"));
        Files.writeString(headers, "kind: [Art]\n");
        Files.writeString(added, "alter table stats.bills add more text;");
        try {
            String told = folder.resolve("sql") + " and " + folder.resolve("workbooks")
                    + " changed since the service started";
            assertThat(health()).contains(told);
            assertThat(ask("status").out()).contains(told, "HINT: restart it");
            for (String command : List.of("stats", "enrich", "load")) {
                assertThat(ask(command, "--client", "CW-000001").err())
                        .as(command)
                        .contains(told);
            }
            assertThat(ask("digest").err()).isEmpty();

            try (Pipeline second = service.bean(OtherDatabase.class).open(databaseName())) {
                assertThat(second.bean(SqlFolder.class)).isSameAs(service.bean(SqlFolder.class));
                assertThat(second.bean(Workbooks.class)).isSameAs(service.bean(Workbooks.class));
            }
            assertThat(jdbc.sql("select script from public.flyway_schema_history_own where type = 'SQL'")
                            .query(String.class)
                            .list())
                    .containsExactly("V1__bills.sql");
        } finally {
            Files.writeString(query, before);
            Files.writeString(headers, "kind: [Standorttyp]\n");
            Files.delete(added);
        }
        assertThat(health()).doesNotContain("changed since the service started");
    }

    private static String databaseName() {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    private static List<String> recovered() {
        return jdbc.sql("select datname from pg_database where starts_with(datname, ?)")
                .param(databaseName() + "_recovery_")
                .query(String.class)
                .list();
    }

    @Test
    void a_mapping_that_is_changed_while_a_run_is_at_work_changes_nothing_of_that_run() throws Exception {
        write("CW-000012", good("CW-000012"));
        poll();
        HELD.put("CW-000012", new CountDownLatch(1));
        Client before = service.bean(Clients.class).get(new ClientId("CW-000012"));
        CompletableFuture<Answer> run = CompletableFuture.supplyAsync(() -> fetch("CW-000012"), threads);
        await().until(() -> ASKED.getCount() == 0 || run.isDone());

        write("CW-000012", good("CW-000012", "{type: none}", "/title"));
        poll();

        assertThat(service.bean(Clients.class).get(new ClientId("CW-000012")) == before)
                .isTrue();
        HELD.get("CW-000012").countDown();
        assertThat(run.get().exit()).as(run.get().toString()).isZero();
        assertThat(names("CW-000012")).containsExactly("old");
        watch.look();
        assertThat(ask("load", "--client", "CW-000012").exit()).isZero();
        assertThat(names("CW-000012")).containsExactly("new");
    }

    @Test
    void a_file_that_is_still_being_written_is_not_read() throws Exception {
        String whole = good("CW-000013");
        for (int end = 0; end < whole.length(); end += 40) {
            write("CW-000013", whole.substring(0, end));
            watch.look();
            assertThat(health()).doesNotContain("CW-000013");
            assertThat(has("CW-000013")).isFalse();
        }
        write("CW-000013", whole);
        watch.look();
        assertThat(has("CW-000013")).isFalse();
        watch.look();
        assertThat(has("CW-000013")).isTrue();
    }

    /** Kubernetes: each file is a link into ..data, which is a link that is replaced. */
    @Test
    void files_of_a_mounted_config_map_are_taken_when_its_link_is_replaced() throws Exception {
        Path first = Files.createDirectory(files.resolve("..first"));
        Files.writeString(first.resolve("CW-000014.yaml"), good("CW-000014"));
        Files.createSymbolicLink(files.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(files.resolve("CW-000014.yaml"), Path.of("..data/CW-000014.yaml"));
        poll();
        assertThat(has("CW-000014")).isTrue();
        Client before = service.bean(Clients.class).get(new ClientId("CW-000014"));

        Path second = Files.createDirectory(files.resolve("..second"));
        Files.writeString(second.resolve("CW-000014.yaml"), good("CW-000014").replace("name: Test", "name: Swapped"));
        Files.createSymbolicLink(files.resolve("..new"), Path.of("..second"));
        Files.move(files.resolve("..new"), files.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        poll();

        Client after = service.bean(Clients.class).get(new ClientId("CW-000014"));
        assertThat(after).isNotSameAs(before);
        assertThat(after.name()).isEqualTo("Swapped");
    }

    @Test
    void a_folder_that_cannot_be_seen_takes_no_client_away() throws Exception {
        Path away = folder.resolve("away");
        Files.move(files, away);
        try {
            poll();
            assertThat(has("CW-000001")).isTrue();
            assertThat(health()).contains("the folder of client files cannot be read");
        } finally {
            Files.move(away, files);
        }
        poll();
        assertThat(has("CW-000001")).isTrue();
        assertThat(health()).doesNotContain("the folder of client files cannot be read");
    }

    @Test
    void a_client_whose_secret_is_missing_is_left_out_alone_and_comes_back_with_it() throws Exception {
        Path mounted = Files.createDirectory(secrets.resolve("CW-000015"));
        String auth = "{type: bearer, token: \"${file:" + mounted.resolve("token") + "}\"}";
        write("CW-000015", good("CW-000015", auth, "/name"));
        poll();

        assertThat(health()).contains("client-secrets", "nothing of CW-000015 is asked");
        assertThat(fetch("CW-000015").out()).contains("nothing of CW-000015 is asked");
        Files.writeString(mounted.resolve("token"), "mounted-later");
        poll();
        assertThat(health()).doesNotContain("nothing of CW-000015 is asked");
        fetched("CW-000015");
    }

    @Test
    void the_route_to_an_erp_is_made_once_for_the_first_request_and_stays_stopped_when_the_file_is_edited()
            throws Exception {
        ClientId client = new ClientId("CW-000017");
        String route = "ask-erp-" + client;
        CamelContext camel = service.bean(CamelContext.class);
        write("CW-000017", good("CW-000017"));
        poll();
        assertThat(camel.getRoute(route)).isNull();

        Callable<Void> request = () -> {
            service.bean(FetchRoutes.class).connect(List.of(client));
            return null;
        };
        for (Future<Void> made : threads.invokeAll(Collections.nCopies(8, request))) {
            made.get();
        }
        assertThat(camel.getRoutes())
                .filteredOn(made -> made.getId().equals(route))
                .hasSize(1);

        camel.getRouteController().stopRoute(route);
        write("CW-000017", good("CW-000017").replace("name: Test", "name: Edited"));
        poll();
        assertThat(camel.getRouteController().getRouteStatus(route).isStopped()).isTrue();

        camel.getRouteController().startRoute(route);
        fetched("CW-000017");
    }

    @Test
    void a_thousand_edits_leave_no_thread_route_endpoint_or_client_behind() throws Exception {
        String client = "CW-000016";
        write(client, good(client));
        poll();
        fetched(client);
        edit(client, 0);
        List<Integer> before = left();
        int threadsBefore = threads();
        List<WeakReference<Client>> old = new ArrayList<>();

        for (int edit = 1; edit <= 1_000; edit++) {
            if (edit % 100 == 5) {
                old.add(new WeakReference<>(service.bean(Clients.class).get(new ClientId(client))));
            }
            edit(client, edit);
        }

        assertThat(left()).isEqualTo(before);
        await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threadsBefore));
        assertThat(service.bean(Clients.class).get(new ClientId(client)).name()).isEqualTo("Test 1000");
        await().untilAsserted(() -> {
            System.gc();
            assertThat(old).allMatch(reference -> reference.get() == null);
        });
    }

    private static void edit(String client, int number) throws Exception {
        String to = number % 10 == 9 ? "client: [" : good(client).replace("name: Test", "name: Test " + number);
        write(client, to.replace("path: /products", "path: /products/" + number));
        poll();
        service.bean(FetchRoutes.class).connect(List.of(new ClientId(client)));
    }

    /** What there is of each kind that a route brings. */
    private static List<Integer> left() throws Exception {
        ModelCamelContext camel = (ModelCamelContext) service.bean(CamelContext.class);
        return List.of(
                camel.getRoutes().size(),
                camel.getRouteDefinitions().size(),
                camel.getEndpoints().size(),
                camel.getCamelContextExtension().getServices().size(),
                ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("org.apache.camel:*"), null)
                        .size());
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
