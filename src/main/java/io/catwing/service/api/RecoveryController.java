package io.catwing.service.api;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupHealth;
import io.catwing.backup.BackupHistory;
import io.catwing.backup.BackupManifest;
import io.catwing.backup.Backups;
import io.catwing.recover.Recoveries;
import io.catwing.recover.Recovery;
import io.catwing.recover.RecoveryHistory;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Backups, drills and recoveries. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnWebApplication
class RecoveryController {
    private final Backups backups;
    private final BackupHistory attempts;
    private final BackupHealth health;
    private final RecoveryHistory history;
    private final Recoveries recoveries;
    private final Clock clock;

    RecoveryController(
            Backups backups,
            BackupHistory attempts,
            BackupHealth health,
            RecoveryHistory history,
            Recoveries recoveries,
            Clock clock) {
        this.backups = backups;
        this.attempts = attempts;
        this.health = health;
        this.history = history;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    /**
     * @param good newest first
     * @param passedOver what lies in a backup's place and does not count
     * @param failures attempts since the last good one
     * @param problem what is wrong with the backups, with a HINT; null where nothing is
     */
    record AllBackups(
            List<OneBackup> good,
            List<Backups.PassedOver> passedOver,
            List<BackupHistory.FailedAttempt> failures,
            String problem) {}

    /**
     * @param asOf the moment that it shows
     * @param bytes compressed
     * @param verifiedAt when it was read back and found whole, which is when it began to count
     * @param restore whether a restore of such a dump was tried: tried, not tried, not known
     */
    record OneBackup(
            String key,
            Instant asOf,
            long ageSeconds,
            long bytes,
            long rawFiles,
            Instant verifiedAt,
            String restore,
            List<String> notes) {

        static OneBackup of(Backup backup, Instant now) {
            BackupManifest manifest = backup.manifest();
            return new OneBackup(
                    manifest.key(),
                    manifest.snapshotAt(),
                    Duration.between(manifest.snapshotAt(), now).toSeconds(),
                    manifest.bytes(),
                    manifest.ledgerRows(),
                    manifest.finishedAt(),
                    manifest.restore(),
                    manifest.restorable() == null
                            ? List.of()
                            : manifest.restorable().notes());
        }
    }

    @Operation(summary = "The backups that count, the newest first, and what keeps others from counting")
    @GetMapping("/backups")
    AllBackups backups() {
        Backups.Listing listing = backups.list();
        Instant now = clock.instant();
        return new AllBackups(
                listing.good().stream().map(backup -> OneBackup.of(backup, now)).toList(),
                listing.passedOver(),
                attempts.lastFailures(),
                health.problem().orElse(null));
    }

    @Operation(summary = "The drills, the newest first, each with its RTO")
    @GetMapping("/drills")
    Page<RecoveryHistory.Drilled> drills(@ParameterObject @Valid Paging paging) {
        return Page.of(paging, history.drills(paging.rows(), paging.skip()));
    }

    /** @param underWay what this service is recovering now; null where nothing */
    record AllRecoveries(Recovery.UnderWay underWay, Page<RecoveryHistory.Recovered> ended) {}

    @Operation(summary = "The recovery under way, and those that have ended, drills included, the newest first")
    @GetMapping("/recoveries")
    AllRecoveries recoveries(@ParameterObject @Valid Paging paging) {
        return new AllRecoveries(
                recoveries.underWay().orElse(null), Page.of(paging, history.recoveries(paging.rows(), paging.skip())));
    }
}
