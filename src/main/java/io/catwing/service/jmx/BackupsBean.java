package io.catwing.service.jmx;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupHealth;
import io.catwing.backup.Backups;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The backups in JMX. */
@Component
@ConditionalOnWebApplication
@ManagedResource(objectName = "io.catwing:type=Backups", description = "The backups that count")
public class BackupsBean {
    private final Backups backups;
    private final BackupHealth health;
    private final Clock clock;

    BackupsBean(Backups backups, BackupHealth health, Clock clock) {
        this.backups = backups;
        this.health = health;
        this.clock = clock;
    }

    @ManagedAttribute(
            description = "Age in seconds of what the newest good backup shows; -1 where there is none",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public long getNewestAgeSeconds() {
        return backups.newest()
                .map(backup -> Duration.between(backup.manifest().snapshotAt(), clock.instant())
                        .toSeconds())
                .orElse(-1L);
    }

    @ManagedAttribute(
            description = "When the newest good backup was read back and found whole, UTC; empty where there is none",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public String getLastVerified() {
        return backups.newest()
                .map(backup -> backup.manifest().finishedAt().toString())
                .orElse("");
    }

    @ManagedAttribute(
            description = "What is wrong with the backups, and the next step; empty where nothing is",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public String getProblem() {
        return health.problem().orElse("");
    }

    @ManagedOperation(
            description =
                    "The good backups, the newest first: key, the moment that it shows, bytes, whether its restore was tried")
    public List<String> good() {
        return backups.good().stream().map(BackupsBean::line).toList();
    }

    private static String line(Backup backup) {
        return backup.dump().key() + " as of " + backup.manifest().snapshotAt() + ", "
                + backup.dump().bytes() + " bytes, restore " + backup.manifest().restore();
    }
}
