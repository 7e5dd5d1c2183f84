package io.catwing.service.page;

import io.catwing.backup.Backup;
import io.catwing.backup.BackupHealth;
import io.catwing.backup.BackupHistory;
import io.catwing.backup.Backups;
import io.catwing.failure.AbortingFailure;
import io.catwing.recover.DrillHealth;
import io.catwing.recover.Recoveries;
import io.catwing.recover.RecoveryHistory;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Whether the database could be brought back, how fast, and from what; and a recovery under way, step by step. */
@Controller
@ConditionalOnWebApplication
class RecoveryPage {
    private static final int ROWS = 20;
    private static final int CHARTED = 200;

    private final Backups backups;
    private final BackupHistory attempts;
    private final BackupHealth backupHealth;
    private final DrillHealth drillHealth;
    private final RecoveryHistory history;
    private final Recoveries recoveries;
    private final Backfills commands;
    private final Clock clock;

    RecoveryPage(
            Backups backups,
            BackupHistory attempts,
            BackupHealth backupHealth,
            DrillHealth drillHealth,
            RecoveryHistory history,
            Recoveries recoveries,
            Backfills commands,
            Clock clock) {
        this.backups = backups;
        this.attempts = attempts;
        this.backupHealth = backupHealth;
        this.drillHealth = drillHealth;
        this.history = history;
        this.recoveries = recoveries;
        this.commands = commands;
        this.clock = clock;
    }

    record OneBackup(String key, String age, String asOf, long bytes, String verified, String restore) {
        static OneBackup of(Backup backup, Instant now) {
            return new OneBackup(
                    backup.manifest().key(),
                    Ages.of(Duration.between(backup.manifest().snapshotAt(), now)),
                    Ages.utc(backup.manifest().snapshotAt()),
                    backup.manifest().bytes(),
                    Ages.utc(backup.manifest().finishedAt()),
                    backup.manifest().restore());
        }
    }

    @GetMapping("/recovery")
    ModelAndView recovery() {
        Instant now = clock.instant();
        Backups.Listing listing = backups.list();
        List<RecoveryHistory.Recovered> ended = history.recoveries(CHARTED, 0);
        Map<String, Object> model = new HashMap<>();
        model.put(
                "problems",
                Stream.of(backupHealth.problem(), drillHealth.problem())
                        .flatMap(Optional::stream)
                        .toList());
        model.put(
                "backups",
                listing.good().stream().map(backup -> OneBackup.of(backup, now)).toList());
        model.put("passedOver", listing.passedOver());
        model.put("failures", attempts.lastFailures());
        model.put("recoveries", ended.stream().limit(ROWS).toList());
        model.put("chart", RtoChart.of(ended));
        model.put("underWay", recoveries.underWay().orElse(null));
        model.put("requests", commands.all());
        return new ModelAndView("recovery", model);
    }

    @PostMapping("/recovery")
    String begin(@RequestParam String command, HttpServletRequest request) {
        if (!List.of("backup", "drill").contains(command)) {
            throw new AbortingFailure("this page begins a backup or a drill", "use the command line for the others");
        }
        commands.begin(
                request.getRemoteUser(),
                request.isUserInRole("OPERATOR"),
                request.getRemoteAddr(),
                List.of(List.of(command)));
        return "redirect:/recovery";
    }
}
