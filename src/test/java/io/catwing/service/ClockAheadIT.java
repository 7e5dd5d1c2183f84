package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.postgres.SqlFile;
import io.catwing.support.Servers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a clock that was a year ahead has written down hides nothing that was written since. */
class ClockAheadIT {
    private final JdbcClient jdbc = JdbcClient.create(Servers.database().dataSource());

    @BeforeEach
    void a_year_ahead_all_was_well() {
        ended("ahead", "interval '-1 year'", true);
    }

    private void ended(String run, String ago, boolean good) {
        String at = "clock_timestamp() - " + ago;
        String message = good ? "null" : "'no space is left'";
        jdbc.sql("insert into ops.run (run_id, command, started_at, ended_at, failed, outcome, message) values ('" + run
                        + "', 'timer', " + at + ", " + at + ", 0, '" + (good ? "DONE" : "ABORTED") + "', " + message
                        + ")")
                .update();
        jdbc.sql("insert into ops.backup (run_id, started_at, ended_at, outcome, message) values ('" + run + "', " + at
                        + ", " + at + ", '" + (good ? "DONE" : "FAILED") + "', " + message + ")")
                .update();
        jdbc.sql(
                        "insert into ops.drill (run_id, started_at, ended_at, good, rto_seconds, rpo_seconds, problems) values ('"
                                + run + "', " + at + ", " + at + ", " + good + ", 1, 1, array_remove(array[" + message
                                + "], null))")
                .update();
    }

    @Test
    void ages_are_those_of_the_newest_that_are_not_ahead() {
        assertThat(ages()).containsOnlyKeys("run", "backup", "drill").allSatisfy((what, age) -> assertThat(age)
                .isNull());

        ended("yesterday", "interval '40 hours'", true);

        assertThat(ages()).allSatisfy((what, age) -> assertThat(((Number) age).doubleValue())
                .isGreaterThanOrEqualTo(40 * 3600));
    }

    private Map<String, Object> ages() {
        return jdbc.sql(SqlFile.read("service/read-ages")).query().singleRow();
    }

    @Test
    void a_dead_mans_switch_is_called_for_what_is_good_now() {
        ended("today", "interval '1 minute'", true);

        assertThat(jdbc.sql(SqlFile.read("alerts/list-pings")).query().listOfRows())
                .extracting(ping -> ping.get("what") + " " + ping.get("subject"))
                .containsExactlyInAnyOrder("backup today", "drill today");
    }

    @Test
    void what_fails_now_is_a_trouble() {
        ended("today", "interval '1 minute'", false);

        assertThat(jdbc.sql(SqlFile.read("alerts/list-other-troubles")).query().listOfRows())
                .extracting(trouble -> trouble.get("kind"))
                .containsExactlyInAnyOrder("run", "backup", "drill");
    }
}
