package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.job.Claims.Kind;
import io.catwing.postgres.ProcessName;
import io.catwing.postgres.SqlFile;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims of one process, and of another beside it. Nothing is renewed but where a test asks for it. */
class ClaimsIT {
    private static final String CLIENT = "CW-000001";
    private static final RunId RUN = new RunId("alive");

    /** A machine may be busy with other tests. */
    private static final Duration SLOW = Duration.ofMinutes(1);

    private final Servers.Database database = Servers.database();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final Claims claims = claims();
    private final Claims ofAnother = claims();

    private Claims claims() {
        Duration hour = Duration.ofHours(1);
        return new Claims(
                jdbc,
                new DailySettings(
                        "0 0 3 * * ?", ZoneOffset.UTC, "0 0 * * * ?", hour, hour, hour, hour, 1, hour, 1, 1, hour));
    }

    @BeforeEach
    void hold() {
        claims.take(Kind.RUN, List.of(RUN.value()), RUN);
        claims.take(Kind.CLIENT, List.of(CLIENT), RUN);
        databaseWasAway();
    }

    @AfterEach
    void end() {
        ofAnother.destroy();
        claims.destroy();
    }

    /** For longer than the silence, so that nobody could renew anything. */
    private void databaseWasAway() {
        jdbc.sql("update ops.claim set renewed_at = renewed_at - interval '2 hours'")
                .update();
    }

    @Test
    void a_process_that_looks_for_the_dead_does_not_count_itself_among_them() {
        assertThat(claims.expire()).isZero();
        assertThat(claims.all()).extracting(Claims.Claim::name).containsExactlyInAnyOrder(RUN.value(), CLIENT);
    }

    @Test
    void a_run_does_not_take_what_another_of_its_process_holds() {
        RunId next = new RunId("next");

        assertThat(claims.take(Kind.RUN, List.of(next.value()), next)).hasSize(1);
        assertThat(claims.take(Kind.CLIENT, List.of(CLIENT), next)).isEmpty();
        assertThat(claims.all()).extracting(Claims.Claim::name).contains(RUN.value());
    }

    @Test
    void what_another_process_no_longer_renews_is_free() {
        assertThat(ofAnother.expire()).isEqualTo(1);
        assertThat(claims.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"renew-claims", "give-claims", "expire-claims", "free-claims-of"})
    void what_takes_claims_and_what_ends_or_renews_them_meanwhile_wait_for_each_other_in_no_circle(String file)
            throws Exception {
        RunId other = new RunId("other");
        // The last name lies first in the table.
        claims.take(Kind.CLIENT, List.of("CW-000004"), other);
        claims.take(Kind.CLIENT, List.of("CW-000002"), other);
        claims.take(Kind.CLIENT, List.of("CW-000003"), RUN);
        if (file.equals("expire-claims")) {
            databaseWasAway();
        }
        JdbcClient.StatementSpec second = jdbc.sql(SqlFile.read("job/" + file))
                .param("runs", new String[] {other.value()})
                .param("run", other.value())
                .param("also_run", true)
                .param("silence", Duration.ofHours(1).toMillis())
                .param("holders", List.of(ProcessName.get()));
        CompletableFuture<?> taking;
        CompletableFuture<?> ending;
        try (Connection between = database.dataSource().getConnection();
                Statement hold = between.createStatement()) {
            between.setAutoCommit(false);
            hold.execute("select from ops.claim where name = 'CW-000003' for update");
            taking = CompletableFuture.runAsync(() ->
                    ofAnother.take(Kind.CLIENT, List.of("CW-000002", "CW-000003", "CW-000004"), new RunId("next")));
            await().until(() -> waiting() == 1);
            ending = CompletableFuture.runAsync(() -> {
                if (file.equals("give-claims")) {
                    second.update();
                } else {
                    second.query().listOfRows();
                }
            });
            await().until(() -> waiting() == 2);
        }

        assertThat(taking).succeedsWithin(SLOW);
        assertThat(ending).succeedsWithin(SLOW);
    }

    private int waiting() {
        return jdbc.sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .query(Integer.class)
                .single();
    }
}
