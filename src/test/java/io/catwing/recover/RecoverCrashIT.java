package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.backup.Backup;
import io.catwing.job.RunId;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of a recovery at random moments, and the same command again.
 *
 * <p>{@code -Dcatwing.crashes=20} sets how often each kind is killed, {@code -Dcatwing.seed=N} when.
 */
class RecoverCrashIT {
    private static final int CRASHES = Integer.getInteger("catwing.crashes", 3);
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 11);
    private static final Servers.Bucket BUCKET = Servers.bucket();

    @TempDir
    static Path home;

    private static DemoErp erp;
    private static Servers.Database database;
    private static RecoveryFixture fixture;
    private static SortedMap<String, Digest> sound;
    private static long seed;

    @BeforeAll
    static void some_days_of_which_the_first_are_backed_up() throws SQLException {
        seed = Long.getLong("catwing.seed", System.nanoTime());
        erp = DemoErp.start(DemoOptions.of(FIRST, 6));
        database = Servers.database();
        fixture = new RecoveryFixture(BUCKET, database, erp, home).start();
        fixture.fetchAndLoad(FIRST, FIRST.plusDays(2));
        fixture.ask("direct:backup", RunId.next(), Backup.class);
        fixture.fetchAndLoad(FIRST.plusDays(3), FIRST.plusDays(5));
        sound = fixture.digests();
        fixture.close();
    }

    @AfterAll
    static void end() {
        fixture.close();
        erp.close();
    }

    @Test
    void a_full_recovery_killed_again_and_again_ends_like_one_that_was_not() throws SQLException {
        killedAgainAndAgain(new SplittableRandom(seed), "recover", "full", "--switch");
    }

    @Test
    void a_fast_recovery_killed_again_and_again_ends_like_one_that_was_not() throws SQLException {
        killedAgainAndAgain(new SplittableRandom(seed + 1), "recover", "fast", "--switch");
    }

    private static void killedAgainAndAgain(SplittableRandom random, String... command) throws SQLException {
        String live = fixture.live().value();
        long length = 1500;
        for (int killed = 0; killed < CRASHES; killed++) {
            Child child = start(command);
            // It begins its work when it has a database; the kills fall between there and the longest run so far.
            Awaitility.await()
                    .atMost(Duration.ofMinutes(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !fixture.databases(live + "_recovery_").isEmpty()
                            || !child.process().isAlive());
            long after = random.nextLong(length);
            boolean ended = child.endsWithin(after);
            child.kill();
            if (ended) {
                length = Math.max(100, after);
            } else {
                length = Math.min(length * 3 / 2, 20_000);
            }
            assertThat(fixture.databases(live))
                    .as("seed %d: the live database is there under its name", seed)
                    .contains(live);
            assertThat(fixture.digests()).as("seed %d: and is whole", seed).isEqualTo(sound);
        }
        Child last = start(command);

        assertThat(last.await()).as("seed %d: %s", seed, last.output()).isZero();
        assertThat(fixture.digests()).as("seed %d", seed).isEqualTo(sound);
        assertThat(fixture.databases(live + "_recovery_"))
                .as("seed %d: nothing half-filled is left", seed)
                .isEmpty();
    }

    private static Child start(String... command) {
        Map<String, String> environment = new HashMap<>(erp.environment());
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        environment.putAll(Servers.environment(database, BUCKET));
        return Child.start(Child.program("-Xmx256m"), environment, Path.of("."), command);
    }
}
