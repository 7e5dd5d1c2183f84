package io.catwing.backup;

import io.catwing.failure.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Fails when the newest good backup is missing or too old, or a clock was ahead when one was made. Camel finds it, and status shows it. */
@Component
public class BackupHealth extends Health {
    private final Backups backups;
    private final BackupSettings settings;
    private final Clock clock;

    @Autowired
    public BackupHealth(Backups backups, BackupSettings settings) {
        this(backups, settings, Clock.systemUTC());
    }

    BackupHealth(Backups backups, BackupSettings settings, Clock clock) {
        super("backup", "the backups cannot be read");
        this.backups = backups;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is wrong with the backups, in words with a HINT; empty when all is well. */
    @Override
    public Optional<String> problem() {
        Instant now = clock.instant();
        List<Backup> good = backups.good();
        if (good.isEmpty()) {
            return Optional.of("there is no good backup\nHINT: run ./catwing backup");
        }
        Optional<Backup> newest =
                good.stream().filter(backup -> !backup.isAhead(now)).findFirst();
        List<String> ahead = good.stream()
                .filter(backup -> backup.isAhead(now))
                .map(backup -> backup.dump().key() + " (" + backup.manifest().snapshotAt() + ")")
                .toList();
        if (!ahead.isEmpty()) {
            return Optional.of("a clock was ahead when backups were made, which show a moment that has not come yet: "
                    + String.join(", ", ahead)
                    + "\nHINT: recover fast takes them for the newest; "
                    + (newest.isEmpty()
                            ? "see that the clocks here and of PostgreSQL are right, run"
                                    + " ./catwing backup, then delete"
                            : "delete")
                    + " these objects and their manifests (the same name with .json) from the bucket");
        }
        Instant at = newest.get().manifest().snapshotAt();
        Duration age = Duration.between(at, now);
        return age.compareTo(settings.oldest()) <= 0
                ? Optional.empty()
                : Optional.of("the newest good backup, " + newest.get().dump().key() + ", is " + age.toHours()
                        + " hours old, more than " + settings.oldest().toHours()
                        + "\nHINT: ./catwing backup --status says why later ones failed; then run ./catwing backup");
    }
}
