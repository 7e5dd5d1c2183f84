package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.support.Child;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a report at the ERP when the process that waits for it is told to stop, or killed. */
class ReportStopIT {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);
    private static final RawKey KEY = new RawKey(new ClientId("CW-000200"), DAY, Entity.PRODUCTS);
    private static final int KILLED = 128 + 9;

    private final Servers.Bucket bucket = Servers.bucket();
    private final Servers.Database database = Servers.database();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch polled = new CountDownLatch(1);
    private volatile boolean ready;
    private final FakeServer erp = new FakeServer(this::answer);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        erp.close();
    }

    private Response answer(Request request) {
        switch (request.method()) {
            case "POST":
                return Response.json("{\"id\":\"r" + made.incrementAndGet() + "\"}");
            case "DELETE":
                return Response.of(204, "");
            default:
                if (request.path().equals("/rows")) {
                    return Response.json("[{\"id\":\"1\",\"name\":\"One\"}]");
                }
                polled.countDown();
                return Response.json(ready ? "{\"state\":\"done\",\"url\":\"/rows\"}" : "{\"state\":\"running\"}");
        }
    }

    private Child fetch() throws IOException {
        Path clients = Files.createDirectories(folder.resolve("clients"));
        Files.writeString(
                clients.resolve("CW-000200.yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: URL
                  auth: {type: none}
                  limits: {requests_per_second: 1000}
                entities:
                  products:
                    delta: {days: 1}
                    report:
                      submit: {request: {path: /reports, method: POST, body: '{"day": {{from}}}'}, id: /id}
                      poll: {request: {path: "/reports/{{id}}"}, every: 20ms, done: '.state == "done"'}
                      download: {at: /url}
                      delete: {path: "/reports/{{id}}"}
                    mapping: {product_id: /id, name: /name}
                """
                        .replace("URL", erp.url()));
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        return Child.start(
                Child.program("-Xmx256m"),
                environment,
                Path.of("").toAbsolutePath(),
                "fetch",
                "--client",
                "CW-000200",
                "--date",
                DAY.toString());
    }

    @Test
    void a_process_told_to_stop_while_a_report_is_made_deletes_it_ends_its_run_and_the_next_one_submits_another()
            throws Exception {
        Child first = fetch();
        assertThat(polled.await(2, TimeUnit.MINUTES)).isTrue();
        first.process().destroy();
        assertThat(first.await()).as(first.output()).isNotZero();

        assertThat(first.output()).doesNotContain("the report may be left", "the process ends now", "unforeseen");
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r1");
        assertThat(bucket.rawFiles().find(KEY)).isEmpty();
        assertThat(number("select count(*) from ops.run where outcome is null")).isZero();

        theNextRunSubmitsAnother();
        assertThat(erp.asked()).containsOnlyOnce("DELETE /reports/r1");
    }

    @Test
    void a_process_killed_while_a_report_is_made_leaves_it_and_the_next_one_submits_another() throws Exception {
        Child first = fetch();
        assertThat(polled.await(2, TimeUnit.MINUTES)).isTrue();
        first.kill();
        assertThat(first.process().exitValue()).isEqualTo(KILLED);

        theNextRunSubmitsAnother();
        assertThat(erp.asked()).doesNotContain("DELETE /reports/r1");
    }

    private void theNextRunSubmitsAnother() throws Exception {
        ready = true;
        Child next = fetch();
        assertThat(next.await()).as(next.output()).isZero();
        assertThat(made).hasValue(2);
        assertThat(erp.asked()).endsWith("GET /reports/r2", "GET /rows", "DELETE /reports/r2");
        assertThat(bucket.rawFiles().find(KEY)).isPresent();
        assertThat(number("select count(*) from general.product")).isEqualTo(1);
    }

    private long number(String sql) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
