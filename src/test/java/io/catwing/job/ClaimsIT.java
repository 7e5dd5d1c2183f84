package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.Claims.Kind;
import io.catwing.support.Servers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims of one process, and of another beside it. Nothing is renewed but where a test asks for it. */
class ClaimsIT {
    private static final String CLIENT = "CW-000001";
    private static final RunId RUN = new RunId("alive");

    private final JdbcClient jdbc = JdbcClient.create(Servers.database().dataSource());
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
}
