package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.bucket.RawPuts;
import io.catwing.cli.Browser;
import io.catwing.cli.ServedDemo;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages, as they are answered. */
class PagesIT {
    private static final String SCRIPT = "<script>alert('from an ERP')</script>";
    private static final String DAY = "2026-01-02";

    @TempDir
    Path folder;

    private static ServedDemo demo;
    private static JdbcClient jdbc;

    @BeforeAll
    static void start() {
        demo = ServedDemo.shared();
        jdbc = JdbcClient.create(demo.database().dataSource());
    }

    private static Browser signedIn(String user, String password) throws Exception {
        Browser browser = new Browser(demo.url());
        browser.signIn(user, password, "/");
        return browser;
    }

    private static Browser operator() throws Exception {
        return signedIn("operator", ServedDemo.PASSWORD);
    }

    @Test
    void what_an_erp_sent_is_text_on_every_page_that_shows_it() throws Exception {
        RawKey key = new RawKey(new ClientId("CW-000200"), LocalDate.parse(DAY), Entity.PRODUCTS);
        RawPuts.put(
                demo.bucket(),
                key,
                Files.writeString(folder.resolve("file"), "[{\"name\":\"" + SCRIPT + "\u202e\"}]"),
                new RawMetadata(
                        1, 1, null, true, null, null, "0".repeat(64), null, "run", Instant.EPOCH, null, 1L, Map.of()));
        jdbc.sql(
                        "insert into ops.refused_file (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)"
                                + " values (:key, 'CW-000200', 'products', :day, 'e', 'm', :reason, 'r')")
                .param("key", key.toString())
                .param("day", key.date())
                .param("reason", SCRIPT)
                .update();
        jdbc.sql("insert into ops.run (run_id, command, started_at, ended_at, failed, outcome, message)"
                        + " values ('hostile', :text, '2026-01-02', '2026-01-02', 1, 'ABORTED', :text)")
                .param("text", SCRIPT)
                .update();
        jdbc.sql("insert into ops.run_step (run_id, stage, client_id, subject, outcome, message)"
                        + " values ('hostile', 'stats', 'CW-000200', :text, 'FAILED', :text)")
                .param("text", SCRIPT)
                .update();
        Browser browser = operator();

        for (String page : new String[] {
            "/", "/lake/CW-000200/" + DAY, "/lake/CW-000200/" + DAY + "/products", "/lake?name=" + encoded(SCRIPT)
        }) {
            assertThat(browser.get(page).body())
                    .as(page)
                    .contains("&lt;script&gt;alert(")
                    .doesNotContain("<script>")
                    .doesNotContain("\u202e");
        }
        // Other tests load what is there.
        demo.bucket().s3().deleteObject(file -> file.bucket(demo.bucket().name())
                .key(key.toString()));
    }

    @Test
    void what_a_stop_cut_short_is_no_failure_and_what_ended_a_client_early_is_one_until_a_later_run_got_past_it()
            throws Exception {
        for (String run : new String[] {"cut", "broken", "later"}) {
            jdbc.sql(
                            "insert into ops.run (run_id, command, ended_at, failed, outcome) values (:run, 'timer', now(), 1, 'FAILED')")
                    .param("run", run)
                    .update();
        }
        failed("cut", "run", "CW-000951", "load", "the process was asked to stop");
        failed("cut", "fetch", "CW-000952", "products", "the run was asked to stop\nHINT: nothing needs to be done");
        failed("broken", "run", "CW-000953", "stats", "the database went away");
        failed("broken", "fetch", "CW-000954", "products", "the ERP answered 503");

        assertThat(operator().get("/").body())
                .contains("CW-000953, stats: the database went away", "CW-000954, products: the ERP answered 503")
                .doesNotContain("CW-000951", "CW-000952");

        failed("later", "load", "CW-000953", "products", "not JSON");
        failed("later", "load", "CW-000954", "suppliers", "not JSON");

        assertThat(operator().get("/").body())
                .contains("CW-000953, products: not JSON", "CW-000954, products: the ERP answered 503")
                .doesNotContain("CW-000953, stats");
        jdbc.sql("delete from ops.run_step where run_id in ('cut', 'broken', 'later')")
                .update();
        jdbc.sql("delete from ops.run where run_id in ('cut', 'broken', 'later')")
                .update();
    }

    private static void failed(String run, String stage, String client, String subject, String message) {
        jdbc.sql("insert into ops.run_step (run_id, stage, client_id, subject, outcome, message)"
                        + " values (?, ?, ?, ?, 'FAILED', ?)")
                .params(run, stage, client, subject, message)
                .update();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void a_viewer_sees_what_a_backfill_would_ask_and_begins_none() throws Exception {
        Browser viewer = signedIn("viewer", ServedDemo.VIEWER_PASSWORD);
        String what = "client=CW-000151&entity=suppliers&from=2026-02-01&to=2026-02-02";

        assertThat(viewer.get("/backfill?preview=1&" + what).body())
                .contains("2 files would be asked for", "An operator may run it.")
                .doesNotContain("Fetch 2 files");
        HttpResponse<String> refused = viewer.submit("/backfill", what);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("a viewer may look, and change nothing");
        assertThat(jdbc.sql("select command from ops.audit").query(String.class).list())
                .noneMatch(command -> command.contains("--from 2026-02-01"));
    }

    @Test
    void a_backfill_of_six_hundred_clients_fits_into_its_address() throws Exception {
        String many = "&client=CW-000200".repeat(600);

        assertThat(operator()
                        .get("/backfill?preview=1&from=2026-01-02&to=2026-01-02" + many)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_cannot_be_answered_says_why_and_what_to_do() throws Exception {
        Browser browser = operator();

        assertThat(browser.get("/lake/CW-999999").body())
                .contains("client CW-999999 has no file", "HINT: the clients are");
        assertThat(browser.get("/lake/CW-000200/2026-02-01/products").body())
                .contains("raw-data/CW-000200/2026-02-01/products.json is not in the bucket");
        assertThat(browser.get("/backfill?preview=1&client=CW-000200&from=2026-02-02&to=2026-02-01")
                        .body())
                .contains("the last day, 2026-02-01, is before the first, 2026-02-02");
        assertThat(browser.get("/backfill?preview=1&client=CW-000200&from=1026-02-02&to=2026-02-01")
                        .body())
                .contains("files are more than a backfill takes at once, 50000");
        assertThat(browser.get("/lake?to=yesterday").statusCode()).isEqualTo(400);
    }
}
