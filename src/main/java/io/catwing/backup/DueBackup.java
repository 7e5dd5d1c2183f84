package io.catwing.backup;

import io.catwing.job.Calendar;
import io.catwing.job.Claims;
import io.catwing.job.Claims.Kind;
import io.catwing.job.RunId;
import io.catwing.job.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Whether a backup is due: its time has come since the last good one, whichever process was up then. */
@Component
public class DueBackup {
    private final Backups backups;
    private final BackupHistory history;
    private final BackupSettings settings;
    private final Calendar calendar;
    private final Runs runs;
    private final Claims claims;
    private final Clock clock;

    DueBackup(
            Backups backups,
            BackupHistory history,
            BackupSettings settings,
            Calendar calendar,
            Runs runs,
            Claims claims,
            Clock clock) {
        this.backups = backups;
        this.history = history;
        this.settings = settings;
        this.calendar = calendar;
        this.runs = runs;
        this.claims = claims;
        this.clock = clock;
    }

    /** Called when a service starts. @throws io.catwing.failure.AbortingFailure where no backup would ever be due */
    public void check() {
        Calendar.check("CATWING_BACKUP_CRON", settings.cron());
    }

    /** Called by the route nightly-backup. @return the run that makes it; null if none is due, or another process or a command makes it */
    public RunId begin(@Variable(Calendar.BY_HAND) Boolean byHand) {
        // A command takes no claim: its role may write nothing but its attempts.
        if (byHand == null && !isDue() || history.isUnderWay()) {
            return null;
        }
        RunId run = RunId.next();
        return claims.take(Kind.BACKUP, run) ? run : null;
    }

    private boolean isDue() {
        Optional<Instant> since = newest().or(runs::first);
        if (since.isEmpty() || !calendar.hasCome(settings.cron(), settings.timeZone(), since.get())) {
            return false;
        }
        List<BackupHistory.FailedAttempt> failures = history.lastFailures();
        return failures.isEmpty()
                || calendar.mayTryAgain(failures.size(), failures.get(0).startedAt());
    }

    /**
     * When the newest began, by the clock of ours that also says what is due; without what was made while that clock was
     * ahead, which would put off all others until then.
     */
    private Optional<Instant> newest() {
        Instant now = clock.instant();
        return backups.good().stream()
                .map(backup -> backup.manifest().startedAt())
                .filter(began -> !Backup.isAhead(began, now))
                .max(Comparator.naturalOrder());
    }
}
