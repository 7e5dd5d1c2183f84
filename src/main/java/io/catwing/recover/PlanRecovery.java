package io.catwing.recover;

import io.catwing.backup.Backup;
import io.catwing.failure.Failure;
import io.catwing.postgres.SqlFile;
import io.catwing.recover.RawKeys.InBucket;
import io.catwing.recover.RecoveryJob.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Tells what a recovery would do, from listings alone. Called by the route {@code plan-recovery}. */
@Component
public class PlanRecovery {
    /** Where no recovery of this database was measured yet: of the start and the end, a file, and a second. */
    private static final double FIXED_SECONDS = 10;

    private static final double SECONDS_A_FILE = 0.025;
    private static final double BYTES_A_SECOND = 5_000_000;

    private final DatabaseServer server;
    private final RawKeys keys;
    private final ChooseBackup choice;
    private final Rights rights;
    private final Recoveries recoveries;

    public PlanRecovery(
            DatabaseServer server, RawKeys keys, ChooseBackup choice, Rights rights, Recoveries recoveries) {
        this.server = server;
        this.keys = keys;
        this.choice = choice;
        this.rights = rights;
        this.recoveries = recoveries;
    }

    /** @throws io.catwing.failure.AbortingFailure when a client's file is wrong */
    public RecoveryPlan plan(@Body RecoveryJob order) {
        recoveries.checkClients(order);
        DatabaseName live = server.live();
        boolean liveExists = server.exists(live);
        NavigableMap<LocalDate, Amount> byDay = byDay(order);
        Backup backup = order.kind() == Kind.FULL ? null : choice.of(order, live);
        Amount all = byDay.values().stream().reduce(Amount.NONE, Amount::plus);
        Amount files = backup == null
                ? all
                : newest(byDay, all.files() - backup.manifest().ledgerRows());
        long bytes = files.bytes();
        long backupBytes = backup == null ? 0 : backup.manifest().bytes();
        Optional<Measured> measured = liveExists ? measured(live, order.kind()) : Optional.empty();
        double seconds = seconds(files.files(), bytes + backupBytes);
        return new RecoveryPlan(
                live,
                liveExists,
                backup == null ? null : backup.dump().key().toString(),
                backupBytes,
                files.files(),
                bytes,
                Duration.ofMillis((long) (seconds * measured.map(Measured::pace).orElse(1.0) * 1000)),
                measured.map(m -> "from the files, the bytes and the time of run " + m.run())
                        .orElse("no recovery was measured yet, so of 10 s, 25 ms a file and 5 MB a second"),
                backup == null || order.backup() != null ? List.of() : choice.notes(backup),
                rights.lacking());
    }

    private static double seconds(long files, long bytes) {
        return FIXED_SECONDS + files * SECONDS_A_FILE + bytes / BYTES_A_SECOND;
    }

    /** So many files of so many bytes together. */
    private record Amount(long files, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(files + other.files, bytes + other.bytes);
        }

        /** So many of them, of the average size. */
        Amount part(long some) {
            return some >= files ? this : new Amount(some, bytes * some / files);
        }
    }

    private NavigableMap<LocalDate, Amount> byDay(RecoveryJob order) {
        NavigableMap<LocalDate, Amount> byDay = new TreeMap<>();
        try (Stream<InBucket> listed = keys.inBucket(order.asOf())) {
            listed.filter(of -> order.client() == null || of.client().id().equals(order.client()))
                    .flatMap(of -> of.files().values().stream())
                    .forEach(file -> byDay.merge(file.key().date(), new Amount(1, file.bytes()), Amount::plus));
        }
        return byDay;
    }

    /** What a backup lacks is, but for files that came late, what is newest. */
    private static Amount newest(NavigableMap<LocalDate, Amount> byDay, long count) {
        Amount newest = Amount.NONE;
        for (Amount day : byDay.descendingMap().values()) {
            newest = newest.plus(day.part(Math.max(0, count - newest.files())));
        }
        return newest;
    }

    /** @param pace how many times as long as computed it took */
    private record Measured(String run, double pace) {}

    private Optional<Measured> measured(DatabaseName live, Kind kind) {
        try (Connection connection = server.connect(live);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
            find.setString(1, "ops.recovery");
            try (ResultSet there = find.executeQuery()) {
                if (!there.next()) {
                    return Optional.empty();
                }
            }
            try (PreparedStatement read = connection.prepareStatement(SqlFile.read("recover/read-last-recovery"))) {
                read.setString(1, kind.name());
                try (ResultSet row = read.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Measured(
                                    row.getString(1), row.getDouble(4) / seconds(row.getLong(2), row.getLong(3))))
                            : Optional.empty();
                }
            }
        } catch (SQLException | Failure damaged) {
            // A plan must be had where the live database cannot be asked.
            return Optional.empty();
        }
    }
}
