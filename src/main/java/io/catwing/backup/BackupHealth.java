package io.catwing.backup;

import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Fails when the newest good backup is missing or too old. Camel finds it, and status shows it. */
@Component
public class BackupHealth extends AbstractHealthCheck {
    private final Backups backups;
    private final BackupSettings settings;
    private final Clock clock;

    @Autowired
    public BackupHealth(Backups backups, BackupSettings settings) {
        this(backups, settings, Clock.systemUTC());
    }

    BackupHealth(Backups backups, BackupSettings settings, Clock clock) {
        super("catwing", "backup");
        this.backups = backups;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean isLiveness() {
        // A restart would not make a backup.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            Optional<String> problem = problem();
            problem.ifPresentOrElse(
                    text -> builder.message(PrintableText.message(text)).down(), builder::up);
        } catch (Failure failure) {
            builder.message(PrintableText.message(failure.getMessage()))
                    .error(failure)
                    .down();
        }
    }

    /** What is wrong with the backups, in words with a HINT; empty when all is well. */
    public Optional<String> problem() {
        Optional<Backup> newest = backups.newest();
        if (newest.isEmpty()) {
            return Optional.of("there is no good backup\nHINT: run ./catwing backup");
        }
        Instant at = newest.get().manifest().snapshotAt();
        Duration age = Duration.between(at, clock.instant());
        return age.compareTo(settings.oldest()) <= 0
                ? Optional.empty()
                : Optional.of("the newest good backup, " + newest.get().dump().key() + ", is " + age.toHours()
                        + " hours old, more than " + settings.oldest().toHours()
                        + "\nHINT: ./catwing backup --status says why later ones failed; then run ./catwing backup");
    }
}
