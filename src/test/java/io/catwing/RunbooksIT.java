package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests;
import io.catwing.support.Child;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in docs/how-to, run as they stand there, in a situation like the one that they are for. */
class RunbooksIT {
    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final LocalDate DAY = LocalDate.of(2026, 2, 12);
    private static final ClientId CLIENT = new ClientId("CW-000200");

    private final Servers.Bucket bucket = Servers.bucket();
    private final Servers.Database database = Servers.database();
    private DemoErp erp;

    @TempDir
    Path folder;

    @BeforeEach
    void a_folder_like_a_checkout() throws IOException {
        erp = DemoErp.start(DemoOptions.of(DAY.minusDays(1), 3));
        Files.createDirectory(folder.resolve("clients"));
        try (Stream<Path> clients = Files.list(Path.of("clients"))) {
            for (Path client : clients.toList()) {
                Files.copy(client, folder.resolve("clients").resolve(client.getFileName()));
            }
        }
        Files.writeString(
                folder.resolve("catwing"),
                "#!/usr/bin/env bash\nexec '%s' '%s' \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                String.join("' '", Child.program())));
        Files.setPosixFilePermissions(folder.resolve("catwing"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void end() {
        erp.close();
    }

    @Test
    void fetch_a_missed_day() throws Exception {
        bash("./catwing fetch --client CW-000200 --entity sales_orders --date " + DAY.minusDays(1));
        bash("./catwing fetch --client CW-000200 --entity sales_orders --date " + DAY.plusDays(1));

        String output = bash(commands("fetch-a-missed-day"));

        assertThat(bucket.rawFiles().find(new RawKey(CLIENT, DAY, Entity.SALES_ORDERS)))
                .isPresent();
        List<String> standings =
                output.lines().filter(line -> line.contains("| sales_orders")).toList();
        assertThat(standings.get(0)).contains("| " + DAY + " ");
        assertThat(standings.get(standings.size() - 1))
                .doesNotContain(DAY.toString())
                .contains(DAY.plusDays(1) + " ");
    }

    @Test
    void change_a_mapping() throws Exception {
        bash("./catwing fetch --client CW-000200 --date " + DAY);
        Path file = folder.resolve("clients/CW-000200.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before.replaceFirst("brand: /range/brand", "brand: /name"));
        assertThat(Files.readString(file)).isNotEqualTo(before);

        String output = bash(commands("change-a-mapping"));

        assertThat(number("select count(*) from general.product where brand is distinct from name"))
                .isZero();
        assertThat(number("select count(*) from general.product")).isPositive();
        assertThat(output.lines().filter(line -> line.startsWith("| load "))).hasSize(1);
    }

    @Test
    void take_deltas() throws Exception {
        try (FakeServer feed = new FakeServer(request -> Response.json("{\"value\":[{\"id\":\"1\",\"name\":\"One\"}],"
                + "\"@odata.deltaLink\":\"/products?$deltatoken=a\"}"))) {
            client(
                    feed,
                    """
                      products:
                        delta: {link: /@odata.deltaLink, snapshot: {every: thursday}}
                        request: {path: /products}
                        envelope: {records: /value}
                        mapping: {product_id: /id, name: /name, deleted_when: 'has("@removed")', absent_is_deleted: true}
                    """);

            String output = bash(commands("take-deltas"));

            assertThat(output).contains("CW-000200 products: everything fits", "1 pages, 1 records");
            RawMetadata stored = bucket.rawFiles()
                    .metadata(new RawKey(CLIENT, DAY, Entity.PRODUCTS))
                    .orElseThrow();
            assertThat(stored.snapshot()).isTrue();
            assertThat(stored.cursor()).isEqualTo("link /products?$deltatoken=a");
            assertThat(number("select count(*) from general.product where deleted_on is null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void fetch_a_report() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (FakeServer exports = new FakeServer(request -> export(request, made))) {
            client(
                    exports,
                    """
                      sales_orders:
                        delta: {days: 2}
                        report:
                          submit: {request: {path: /exports, method: POST, body: '{"since": {{from}}}'}, id: /id}
                          poll: {request: {path: "/exports/{{id}}"}, every: 1ms, done: '.status == "COMPLETED"'}
                          download: {at: /url}
                          delete: {path: "/exports/{{id}}"}
                        answer: {format: ndjson, success: [202]}
                        mapping: {sales_order_id: /id, lines: {at: /lines, product_id: /sku}}
                    """);

            String output = bash(commands("fetch-a-report"));

            assertThat(output).contains("CW-000200 sales_orders: everything fits");
            assertThat(bucket.rawFiles().find(new RawKey(CLIENT, DAY, Entity.SALES_ORDERS)))
                    .isPresent();
            assertThat(number("select count(*) from general.sales_order")).isEqualTo(1);
            // By check --live, preview and fetch; each deletes its own.
            assertThat(made).hasValue(3);
            assertThat(exports.asked()).contains("DELETE /exports/r1", "DELETE /exports/r2", "DELETE /exports/r3");
        }
    }

    private static Response export(Request request, AtomicInteger made) {
        if (request.method().equals("POST")) {
            return Response.of(202, "{\"id\":\"r" + made.incrementAndGet() + "\"}");
        } else if (request.method().equals("DELETE")) {
            return Response.of(204, "");
        }
        return request.path().equals("/rows")
                ? Response.of(200, "{\"id\":\"7\",\"lines\":[{\"sku\":\"1\"}]}\n")
                : Response.json("{\"status\":\"COMPLETED\",\"url\":\"/rows\"}");
    }

    /** In place of the one that the demo has. @param entities lines below {@code entities:} */
    private void client(FakeServer server, String entities) throws IOException {
        Files.writeString(
                folder.resolve("clients/" + CLIENT + ".yaml"),
                "client: " + CLIENT + "\nname: Test\nerp: {url: \"" + server.url()
                        + "\", auth: {type: none}}\nentities:\n" + entities);
    }

    @Test
    void stop_a_client() throws Exception {
        assertThat(bash(commands("stop-a-client"))).contains("fetch-CW-000200");
    }

    @Test
    void database_gone() throws Exception {
        bash("./catwing fetch --date " + DAY.minusDays(1) + "; ./catwing backup; ./catwing fetch --date " + DAY);
        SortedMap<String, Digests.Digest> before = digests();
        dropLive();

        String output = bash(commands("database-gone"));

        assertThat(output)
                .contains(
                        name() + " is not there.",
                        "Restore db-backups/daily/",
                        "Loaded 20 raw files",
                        "Loaded 40 raw files");
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void one_table_damaged() throws Exception {
        bash("./catwing fetch --date " + DAY);
        SortedMap<String, Digests.Digest> before = digests();
        execute("update general.product set name = 'damaged' where client_id = 'CW-000200'");

        String output = bash(commands("one-table-damaged"));

        assertThat(output)
                .contains("general.product (client_id CW-000200, product_id ", "name is damaged in " + name());
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void bad_mapping_shipped() throws Exception {
        Path file = folder.resolve("clients/CW-000200.yaml");
        String right = Files.readString(file);
        Files.writeString(file, right.replaceFirst("brand: /range/brand", "brand: /name"));
        bash("./catwing fetch --date " + DAY);
        Files.writeString(file, right);

        String output = bash(commands("bad-mapping-shipped"));

        assertThat(output).contains("brand is ", "switched: " + name() + "_recovery_");
        assertThat(number("select count(*) from general.product where brand = name"))
                .isZero();
    }

    @Test
    void erp_sent_rubbish() throws Exception {
        bash("./catwing fetch --from " + DAY.minusDays(1) + " --to " + DAY);
        RawKey rubbish = new RawKey(CLIENT, DAY, Entity.PRODUCTS);
        List<String> blocks = blocks("erp-sent-rubbish");

        bash(blocks.get(0));
        assertThat(number("select count(*) from ops.ledger where source_date = '" + DAY + "'"))
                .isZero();
        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key(rubbish.toString()));
        bash(String.join("", blocks.subList(1, blocks.size())));

        assertThat(number("select count(*) from ops.ledger where source_date = '" + DAY + "'"))
                .isEqualTo(20);
    }

    @Test
    void bucket_read_only() throws Exception {
        bash("./catwing fetch --no-load --date " + DAY);
        WireMockServer readOnly =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().preserveHostHeader(true));
        readOnly.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().proxiedFrom(bucket.endpoint())));
        readOnly.stubFor(WireMock.put(WireMock.anyUrl())
                .willReturn(WireMock.aResponse()
                        .withStatus(403)
                        .withBody("<Error><Code>AccessDenied</Code><Message>no</Message></Error>")));
        readOnly.start();
        try {
            String output =
                    bash("export CATWING_S3_ENDPOINT=" + readOnly.baseUrl() + "\n" + commands("bucket-read-only"));

            assertThat(output).contains("Loaded 20 raw files", "The new database is " + name() + " now");
            assertThat(number("select count(*) from ops.ledger")).isEqualTo(20);
        } finally {
            readOnly.stop();
        }
    }

    @Test
    void restore_one_client() throws Exception {
        bash("./catwing fetch --date " + DAY);
        SortedMap<String, Digests.Digest> before = digests();
        execute("delete from general.sales_order where client_id = 'CW-000200'");

        String output = bash(commands("restore-one-client"));

        assertThat(output).contains("switched: " + name() + "_recovery_").doesNotContain("(client_id CW-000151");
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void backup_failed() throws Exception {
        bash("CATWING_PG_BIN=/nowhere ./catwing backup || test $? = 1");

        String output = bash(commands("backup-failed"));

        assertThat(output)
                .contains("there is no good backup\nHINT: run ./catwing backup\n")
                .containsOnlyOnce(
                        "failed: there is no program /nowhere/pg_dump\nHINT: install PostgreSQL's client programs")
                .containsPattern("db-backups/daily/\\S+: \\S+ kB of SQL in ");
        assertThat(output.substring(output.indexOf(" of SQL in "))).containsPattern("\\| db-backups/weekly/\\S+ ");
    }

    @Test
    void every_runbook_is_run_here() throws IOException {
        try (Stream<Path> runbooks = Files.list(Path.of("docs/how-to"))) {
            // A release runs no pipeline; an image needs a container engine, and Kubernetes a cluster.
            assertThat(runbooks.filter(p -> !p.getFileName().toString().matches("release.md|run-.*"))
                            .map(p -> p.getFileName()
                                    .toString()
                                    .replace(".md", "")
                                    .replace('-', '_')))
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(getClass().getDeclaredMethod(name)).isNotNull());
        }
    }

    private static String commands(String runbook) throws IOException {
        String commands = String.join("", blocks(runbook));
        assertThat(commands).contains("./catwing ");
        return commands;
    }

    private static List<String> blocks(String runbook) throws IOException {
        return COMMANDS.matcher(Files.readString(Path.of("docs/how-to", runbook + ".md")))
                .results()
                .map((MatchResult block) -> block.group(1).indent(0).stripIndent())
                .toList();
    }

    private String name() {
        return database.url().replaceFirst(".*/", "");
    }

    private SortedMap<String, Digests.Digest> digests() throws SQLException {
        return new Digests(database.dataSource()).all();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void dropLive() throws SQLException {
        String beside = database.url().replaceFirst("[^/]+$", "postgres");
        try (Connection connection = DriverManager.getConnection(beside, database.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + name() + " with (force)");
        }
    }

    /** The days of the test are long past, so status says that there is something to do. */
    private static String tolerant(String script) {
        return script.replaceAll("(?m)^(\\s*\\./catwing status.*)$", "$1 || [ \\$? = 1 ]");
    }

    private String bash(String script) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tolerant(script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().putAll(erp.environment());
        bash.environment().putAll(Servers.environment(database, bucket));
        int exit = bash.start().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return text;
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
