package io.catwing.backup;

import io.catwing.exec.Command;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.ClientPrograms;
import io.catwing.postgres.DatabaseAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Opens the snapshot, and lets pg_dump write it into a spool file. Called by the route dump-database. */
@Component
public class DumpDatabase {
    private final DataSource pool;
    private final DatabaseAddress address;
    private final ClientPrograms programs;
    private final ExecutorService threads;
    private final BackupSettings settings;
    private final Gzip gzip;
    private final Spool spool;

    /** Opens the file that the dump is written to. */
    interface Spool {
        OutputStream open(Path file) throws IOException;
    }

    @Autowired
    public DumpDatabase(
            DataSource pool,
            DatabaseAddress address,
            ClientPrograms programs,
            @Qualifier("backupThreads") ExecutorService threads,
            BackupSettings settings,
            Gzip gzip) {
        this(
                pool,
                address,
                programs,
                threads,
                settings,
                gzip,
                file -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    }

    DumpDatabase(
            DataSource pool,
            DatabaseAddress address,
            ClientPrograms programs,
            ExecutorService threads,
            BackupSettings settings,
            Gzip gzip,
            Spool spool) {
        this.pool = pool;
        this.address = address;
        this.programs = programs;
        this.threads = threads;
        this.settings = settings;
        this.gzip = gzip;
        this.spool = spool;
    }

    /** The moment that the dump will show. */
    public void open(@Variable("attempt") BackupAttempt attempt) {
        try {
            attempt.snapshot = Snapshot.open(pool);
        } catch (SQLException broken) {
            throw failed("no snapshot of the database can be taken", broken);
        }
        attempt.name =
                BackupName.daily(attempt.snapshot.at.atZone(settings.timeZone()).toLocalDate());
    }

    /** What pg_dump is told besides what stands in the route. */
    public Command command(@Variable("attempt") BackupAttempt attempt) throws IOException {
        try {
            attempt.writer = new DumpWriter(
                    attempt.spool,
                    spool.open(attempt.spool),
                    settings.compressingThreads(),
                    gzip.compressors(settings.compression()),
                    attempt.snapshot.digestColumns());
        } catch (SQLException broken) {
            throw failed("the tables of the database cannot be listed", broken);
        }
        List<String> without = new ArrayList<>();
        try {
            for (String name : attempt.snapshot.unreadable()) {
                without.add("--exclude-table=" + name);
                attempt.notes.add(name + " is not in the dump: user " + address.user() + " may not read it");
            }
            if (attempt.snapshot.largeObjects()) {
                attempt.notes.add("the large objects that people have made are not in the dump");
            }
        } catch (SQLException broken) {
            throw failed("the tables of the database cannot be listed", broken);
        }
        attempt.snapshot.countOn(threads);
        return programs.command("pg_dump", address)
                .arguments("--snapshot=" + attempt.snapshot.id)
                .arguments(without)
                .output(attempt.writer)
                .timeLimit(settings.timeLimit())
                .hint("nothing was stored, and older backups are as they were; correct what it names and run"
                        + " ./catwing backup again");
    }

    public void finish(@Variable("attempt") BackupAttempt attempt) {
        attempt.facts = attempt.writer.facts();
    }

    static QuarantinedFailure failed(String fact, SQLException broken) {
        return new QuarantinedFailure(
                fact + ": " + broken.getMessage(),
                "is PostgreSQL running, with connections left? then run ./catwing backup again",
                broken);
    }
}
