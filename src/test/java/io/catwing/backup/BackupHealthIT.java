package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupHealthIT {
    private BackupFixture fixture;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void health_fails_without_a_backup_and_with_an_old_one(@TempDir Path folder) {
        fixture = new BackupFixture(folder);

        assertThat(health(Instant.now()).problem()).contains("there is no good backup\nHINT: run ./catwing backup");

        Backup made = fixture.backup();
        Instant at = made.manifest().snapshotAt();

        assertThat(health(at.plusSeconds(30 * 3600)).problem()).isEmpty();
        assertThat(result(at.plusSeconds(30 * 3600)).getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health(at.plusSeconds(50 * 3600)).problem())
                .contains("the newest good backup, " + made.manifest().key() + ", is 50 hours old, more than 30\n"
                        + "HINT: ./catwing backup --status says why later ones failed; then run ./catwing backup");
        HealthCheck.Result old = result(at.plusSeconds(50 * 3600));
        assertThat(old.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(old.getMessage()).get().asString().contains("is 50 hours old");
    }

    @Test
    void a_backup_that_shows_a_moment_to_come_is_told_and_not_taken_for_a_fresh_one(@TempDir Path folder) {
        fixture = new BackupFixture(folder);
        Backup made = fixture.backup();
        Instant at = made.manifest().snapshotAt();

        assertThat(health(at.minusSeconds(1800)).problem())
                .as("clocks differ a little")
                .isEmpty();
        assertThat(health(at.minusSeconds(300 * 86_400)).problem())
                .get()
                .asString()
                .startsWith("a clock was ahead when backups were made, which show a moment that has not come yet: "
                        + made.manifest().key() + " (" + at + "), db-backups/weekly/")
                .endsWith(
                        "\nHINT: recover fast takes them for the newest; see that the clocks here and of PostgreSQL are"
                                + " right, run ./catwing backup, then delete these objects and their manifests (the same name with"
                                + " .json) from the bucket");
    }

    private BackupHealth health(Instant now) {
        return new BackupHealth(fixture.backups, fixture.settings, Clock.fixed(now, ZoneOffset.UTC));
    }

    private HealthCheck.Result result(Instant now) {
        BackupHealth check = health(now);
        check.setCamelContext(new DefaultCamelContext());
        return check.callReadiness();
    }
}
