package io.catwing.backup;

import io.catwing.failure.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Fails when the newest good backup is missing or too old. Camel finds it, and status shows it. */
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
