package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages Rejects, Recovery and Routes, as a browser loads them. */
class OperationsPagesIT {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private static ServedDemo served;
    private static Browser operator;
    private static Browser viewer;
    private static JdbcClient database;

    @BeforeAll
    static void sign_in() throws Exception {
        served = ServedDemo.shared();
        operator = new Browser(served.url());
        operator.signIn("operator", ServedDemo.PASSWORD, "/");
        viewer = new Browser(served.url());
        viewer.signIn("viewer", ServedDemo.VIEWER_PASSWORD, "/");
        database = JdbcClient.create(served.database().dataSource());
    }

    @Test
    void rejects_are_shown_by_reason_with_what_the_erp_sent_and_an_operator_loads_them_again() throws Exception {
        for (int position : new int[] {0, 1}) {
            database.sql(
                            "insert into ops.rejected_record values (?, ?, '/price', ?, ?, 'CW-000151', 'pricing_lists', ?)")
                    .params(
                            "raw-data/CW-000151/2026-02-24/pricing_lists.json",
                            position,
                            "price from /price is not a number: " + HOSTILE,
                            HOSTILE + "\u202e",
                            LocalDate.of(2026, 2, 24))
                    .update();
        }

        String page = operator.get("/rejects?client=CW-000151").body();

        assertThat(page)
                .contains(
                        "price from /price is not a number</p>", "2 of them, as the ERP sent them", ESCAPED + "\ufffd")
                .doesNotContain(HOSTILE);
        assertThat(viewer.get("/rejects").body()).contains(ESCAPED).doesNotContain("load again");
        assertThat(viewer.submit("/rejects/load-again", "client=CW-000151&entity=pricing_lists")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> again = operator.submit("/rejects/load-again", "client=CW-000151&entity=pricing_lists");
        assertThat(again.statusCode()).isEqualTo(302);
        await().untilAsserted(() -> assertThat(operator.get("/rejects").body())
                .contains("load --client CW-000151 --entity pricing_lists", ">done</span>"));
    }

    @Test
    void recovery_shows_backups_and_draws_how_long_recoveries_took() throws Exception {
        for (String kind : new String[] {"FAST", "FULL"}) {
            database.sql("insert into ops.recovery values ('20260224-031500-" + kind
                            + "', ?, 'scratch', 'live', 'new', null, 0,"
                            + " timestamptz '2026-02-24 03:15:00Z' + interval '1 day' * ?, true, false, 20, 1000, 100, ?, 0,"
                            + " '[{\"step\": \"replay\", \"seconds\": 2.5}]', '{}', ?)")
                    .params(kind, kind.length(), kind.equals("FAST") ? 5.5 : 20.0, new String[] {HOSTILE})
                    .update();
        }

        String page = viewer.get("/recovery").body();

        assertThat(page)
                .contains("there is no good backup", "None counts yet.", "No recovery is under way")
                .contains("<svg", ">20.0 s</text>", "<g class=\"fast\">", "<g class=\"full\">")
                .contains("2026-02-28 03:15, fast: 5.5 s</title>", "replay, 2.5 s", ESCAPED)
                .doesNotContain(HOSTILE, "Drill now");
        assertThat(operator.get("/recovery").body()).contains("Drill now");
        assertThat(operator.submit("/recovery", "command=psql").statusCode()).isEqualTo(400);
        assertThat(viewer.submit("/recovery", "command=drill").statusCode()).isEqualTo(403);
    }

    @Test
    void an_operator_stops_and_starts_a_route_on_the_page_and_a_viewer_does_not() throws Exception {
        String route = "fetch-CW-000151";
        String query = "/routes?group=fetch&client=CW-000151";
        assertThat(operator.get(query).body())
                .contains("aria-label=\"stop " + route + "\"")
                .doesNotContain("fetch-CW-000200");
        assertThat(viewer.get(query).body()).contains(route).doesNotContain("aria-label=\"stop");
        assertThat(operator.get("/routes?group=job").body()).contains("aria-label=\"start fetch-owed\"");

        assertThat(viewer.submit("/routes/" + route + "/stop", "").statusCode()).isEqualTo(403);
        assertThat(operator.post("/routes/" + route + "/stop", "").statusCode())
                .as("no token")
                .isEqualTo(403);
        HttpResponse<String> stopped =
                operator.submit("/routes/" + route + "/stop", "group=fetch&client=CW-000151&page=0");
        assertThat(stopped.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/routes?group=fetch&client=CW-000151&page=0"));
        assertThat(operator.get(query).body()).contains("aria-label=\"start " + route + "\"");
        operator.submit("/routes/" + route + "/start", "");
        assertThat(operator.get(query).body()).contains("aria-label=\"stop " + route + "\"");

        assertThat(operator.submit("/routes/no-such-route/stop", "").statusCode())
                .isEqualTo(404);
        assertThat(operator.submit("/routes/" + route + "/fire", "").statusCode())
                .isEqualTo(400);
        assertThat(operator.get("/routes?client=../x").statusCode()).isEqualTo(400);
    }
}
