package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.cli.ServedDemo;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An operator at Rejects, Recovery, Routes and Hawtio, in a browser. */
class OperationsWalkIT {
    private static final String ROUTE = "fetch-CW-000200";

    private static ServedDemo demo;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        demo = ServedDemo.start(ServedDemo.DAY, 1);
        browser = Chromium.at(demo.url());
        browser.light();
        browser.width(1280);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        demo.stop();
    }

    @Test
    void an_operator_loads_a_reject_again_drills_a_recovery_and_stops_a_route() throws Exception {
        assertThat(demo.command("fetch", "--date", ServedDemo.DAY.toString())).isZero();
        reject();
        browser.open("/rejects");
        browser.find("#username").sendKeys("operator");
        browser.find("#password").sendKeys(ServedDemo.PASSWORD);
        browser.find("main button").click();
        browser.find("#reasons summary").click();
        assertThat(browser.find("#reasons pre").getText()).isEqualTo("{\"price\": \"<b>three\"}");
        browser.look("rejects");
        browser.find("#reasons article button").click();
        browser.await("#requests .tag", "done");
        browser.await("#reasons", "None: every record was mapped.");
        assertThat(demo.command("load")).isZero();

        browser.open("/recovery");
        assertThat(browser.find("#under-way").getText()).contains("there is no good backup");
        browser.find("button[value=backup]").click();
        browser.await("#backups", "db-backups/daily/");
        browser.find("button[value=drill]").click();
        // Not its steps, which may be over before the page asks for one.
        browser.await("#rto", "fast, from a backup");
        browser.await("#under-way", "No recovery is under way");
        browser.await("#requests .tag", "done");
        browser.look("recovery");

        browser.open("/routes?group=fetch&client=CW-000200");
        browser.look("routes");
        browser.find("button[aria-label='stop " + ROUTE + "']").click();
        browser.find("button[aria-label='start " + ROUTE + "']").click();
        assertThat(browser.find("button[aria-label='stop " + ROUTE + "']").isDisplayed())
                .isTrue();
        // axe-core is told of its canvas.
        assertThat(browser.errors()).isEmpty();

        browser.open("/actuator/hawtio/jmx");
        browser.await("#root", "io.catwing");
        browser.screenshot("hawtio");
        browser.open("/actuator/hawtio/camel");
        browser.await("#camel-content", "From direct:load");
        browser.clickText("#camel-content nav a", "Routes");
        browser.await("#camel-routes-table", ROUTE);
        browser.tickRow("#camel-routes-table", ROUTE);
        browser.clickText("#camel-content button", "Stop");
        browser.await("#camel-routes-table tr", ROUTE + "\t\nStopped");
        browser.screenshot("hawtio-camel");
        browser.clickText("#camel-content button", "Start");
        browser.await("#camel-routes-table tr", ROUTE + "\t\nStarted");
        assertThat(browser.requested())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(demo.url() + "/") || url.startsWith("data:"));
    }

    /** Of a file that an older mapping loaded. */
    private static void reject() {
        JdbcClient database = JdbcClient.create(demo.database().dataSource());
        database.sql("update ops.ledger set mapping_version = 'older' where entity = 'pricing_lists'")
                .update();
        database.sql("insert into ops.rejected_record values (?, 0, '/price', ?, ?, 'CW-000200', 'pricing_lists', ?)")
                .params(
                        "raw-data/CW-000200/" + ServedDemo.DAY + "/pricing_lists.json",
                        "price from /price is not a number: <b>three",
                        "{\"price\": \"<b>three\"}",
                        ServedDemo.DAY)
                .update();
    }
}
