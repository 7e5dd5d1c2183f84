package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.cli.ServedDemo;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An operator's walk through the page, in a browser. */
class PageWalkIT {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate GAP = TODAY.minusDays(3);
    private static final String CLIENT = "CW-000200";

    private static ServedDemo demo;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        demo = ServedDemo.start(TODAY.minusDays(6), 6);
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
    void an_operator_signs_in_sees_the_calendar_fill_and_backfills_the_oldest_gap() throws Exception {
        browser.open("/lake");
        browser.awaitPath("/sign-in?to=%2Flake");
        browser.look("sign-in");
        browser.find("#username").sendKeys("operator");
        browser.find("#password").sendKeys(ServedDemo.PASSWORD);
        browser.find("main button").click();

        browser.awaitPath("/lake");
        fetch(GAP.minusDays(2), GAP.minusDays(1));
        browser.await("#calendar tbody tr:nth-child(2)", "10");
        fetch(GAP.plusDays(1), TODAY.minusDays(1));
        browser.await("#oldest", CLIENT.replace("200", "151") + ", " + GAP);
        browser.look("lake");

        browser.find("#oldest-gap").click();
        assertThat(browser.find("h1").getText()).endsWith(", " + GAP);
        assertThat(browser.find("#files").getText()).contains("products missing", "transfer_orders missing");
        browser.look("day-missing");
        browser.open("/lake/" + CLIENT);
        browser.look("year");
        browser.open("/");
        assertThat(browser.find("#failed").getText()).contains("there is no good backup", "Next: run ./catwing backup");
        assertThat(browser.find("#owed").getText()).contains(CLIENT, "10 files of 1 day, the oldest of " + GAP);
        assertThat(browser.find("#ran").getText()).contains("fetch --client", "done");
        browser.look("today");

        browser.open("/backfill?client=" + CLIENT + "&from=" + GAP.minusDays(1) + "&to=" + TODAY);
        browser.find("button[name=preview]").click();
        browser.await("#preview", "10 files would be asked for");
        assertThat(browser.find("#preview").getText())
                .contains("10 files would be asked for; 30 are there already, 10 cannot be fetched")
                .contains("have not ended there");
        assertThat(commands()).as("nothing is asked by a preview").hasSize(2);
        browser.look("backfill");
        browser.find("#run").click();
        browser.await("#requests", "all is well");
        browser.await("#requests .tag", "done");
        browser.look("backfilled");
        assertThat(commands())
                .contains("fetch --client " + CLIENT + " --from " + GAP.minusDays(1) + " --to " + TODAY.minusDays(1));

        browser.open("/lake/" + CLIENT + "/" + GAP);
        assertThat(browser.find("#files").getText()).contains("products loaded").doesNotContain("missing");
        browser.look("day");
        browser.find("#files tbody tr a").click();
        assertThat(browser.find("pre").getText()).startsWith("[");
        browser.look("file");
        browser.find("header button").click();
        browser.awaitPath("/sign-in?out");
        assertThat(browser.requested()).isNotEmpty().allMatch(url -> url.startsWith(demo.url() + "/"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void an_open_page_of_somebody_who_is_signed_out_meanwhile_says_that_it_is_stale() throws Exception {
        browser.open("/sign-in?to=%2Flake");
        browser.find("#username").sendKeys("operator");
        browser.find("#password").sendKeys(ServedDemo.PASSWORD);
        browser.find("main button").click();
        browser.awaitPath("/lake");

        // As a restart of the service does.
        browser.forgetCookies();
        demo.service().bean(Updates.class).end();

        browser.await("main [role=status]", "This page is no longer up to date");
        browser.screenshot("stale");
    }

    private static void fetch(LocalDate from, LocalDate to) {
        assertThat(demo.command(
                        "fetch", "--client", CLIENT, "--client", "CW-000151", "--from", from + "", "--to", to + ""))
                .isZero();
    }

    private static List<String> commands() {
        return JdbcClient.create(demo.database().dataSource())
                .sql("select command from ops.audit")
                .query(String.class)
                .list();
    }
}
