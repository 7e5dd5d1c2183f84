package io.catwing.recover;

import io.catwing.backup.BackupSettings;
import io.catwing.backup.Backups;
import io.catwing.failure.Failure;
import io.catwing.job.RetentionSettings;
import io.catwing.job.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Databases that recoveries have made or replaced, and reports of recoveries, after their time. No database is dropped
 * while there is no good backup of the live one that is young enough. Called by the route {@code delete-old}.
 */
@Component
public class OldRecoveries {
    private static final Logger LOG = LoggerFactory.getLogger(OldRecoveries.class);
    /** As the comments of such databases name it, and the names of reports. */
    private static final Pattern RUN = Pattern.compile("(?:run |recovery-)([0-9]{8}-[0-9]{6}-[0-9a-f]{4})");

    private final RecoveredDatabases databases;
    private final Backups backups;
    private final BackupSettings backup;
    private final RetentionSettings settings;
    private final Clock clock;
    private final Path reports;

    OldRecoveries(
            RecoveredDatabases databases,
            Backups backups,
            BackupSettings backup,
            RetentionSettings settings,
            Clock clock,
            @Value("${catwing.home:.catwing}") Path home) {
        this.databases = databases;
        this.backups = backups;
        this.backup = backup;
        this.settings = settings;
        this.clock = clock;
        this.reports = home.resolve("reports");
    }

    public void delete() throws IOException {
        dropDatabases();
        deleteReports();
    }

    private void dropDatabases() {
        List<RecoveredDatabases.Listed> old = databases.ofLive().stream()
                .filter(database -> isOld(database.what()))
                .toList();
        if (old.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant oldest = now.minus(backup.oldest());
        if (backups.good().stream()
                .noneMatch(good -> good.manifest().snapshotAt().isAfter(oldest) && !good.isAhead(now))) {
            LOG.warn(
                    "{} databases that recoveries left are kept beyond their {} days, since there is no good backup of the"
                            + " last {} hours",
                    old.size(),
                    settings.databases(),
                    backup.oldest().toHours());
            return;
        }
        for (RecoveredDatabases.Listed database : old) {
            try {
                databases.drop(database.database());
                LOG.info("dropped {} after {} days: {}", database.database(), settings.databases(), database.what());
            } catch (SQLException | Failure refused) {
                LOG.warn("{} could not be dropped after its time: {}", database.database(), refused.getMessage());
            }
        }
    }

    private void deleteReports() throws IOException {
        if (!Files.isDirectory(reports)) {
            return;
        }
        List<Path> old;
        try (Stream<Path> files = Files.list(reports)) {
            old = files.filter(file -> isOld(file.getFileName().toString())).toList();
        }
        for (Path report : old) {
            Files.deleteIfExists(report);
        }
    }

    private boolean isOld(String text) {
        Matcher run = RUN.matcher(text);
        Optional<Instant> began = run.find() ? new RunId(run.group(1)).began() : Optional.empty();
        return began.filter(at -> at.plus(Duration.ofDays(settings.databases())).isBefore(clock.instant()))
                .isPresent();
    }
}
