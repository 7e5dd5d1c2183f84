package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.backup.Backup;
import io.catwing.backup.BackupHealth;
import io.catwing.backup.BackupHistory;
import io.catwing.backup.BackupKeys;
import io.catwing.backup.BackupManifest;
import io.catwing.backup.BackupManifest.Restorable;
import io.catwing.backup.Backups;
import io.catwing.failure.Failure;
import io.catwing.job.RunId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing backup}: a verified dump of the database to S3. */
@Command(
        name = "backup",
        description = "Puts a verified dump of the database into S3, and removes the oldest ones that are not kept.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Option(
            names = "--status",
            description =
                    "Make none: show the good backups and the last attempts. Exit code 1 when the newest is too old.")
    private boolean status;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Pipeline pipeline = status ? Start.reading() : Start.pipeline()) {
            int exit = status ? status(pipeline, out) : make(pipeline, out);
            out.flush();
            return exit;
        }
    }

    private static int make(Pipeline pipeline, PrintWriter out) {
        try {
            BackupManifest made =
                    pipeline.ask("direct:backup", RunId.next(), Backup.class).manifest();
            out.printf(
                    "%s: %s of SQL in %s, %d tables, %,d raw files, in %d s%n",
                    made.key(),
                    Tables.size(made.uncompressedBytes()),
                    Tables.size(made.bytes()),
                    made.tables().size(),
                    made.ledgerRows(),
                    Duration.between(made.startedAt(), made.finishedAt()).toSeconds());
            Restorable restorable = made.restorable();
            restorable.notes().forEach(note -> out.println("  " + note));
            if (restorable.problem() != null) {
                out.println("  its restore was not tried: " + restorable.problem());
            }
            pipeline.bean(BackupKeys.class).made().ifPresent(out::println);
            return 0;
        } catch (Failure failure) {
            out.println("the backup failed: " + failure.getMessage());
            return CatwingCommand.FAILED;
        }
    }

    private static int status(Pipeline pipeline, PrintWriter out) {
        Backups.Listing all = pipeline.bean(Backups.class).list();
        List<Backup> good = all.good();
        out.println(Tables.table(
                good,
                Tables.text("good backup", backup -> backup.dump().key()),
                Tables.text("as of", backup -> backup.manifest().snapshotAt()),
                Tables.size("size", backup -> backup.dump().bytes()),
                Tables.number("raw files", backup -> backup.manifest().ledgerRows()),
                Tables.text("restore", backup -> backup.manifest().restore())));
        all.passedOver().forEach(other -> out.printf("%n%s does not count: %s%n", other.key(), other.why()));
        pipeline.bean(BackupHistory.class)
                .lastFailures()
                .forEach(failure -> out.printf("%n%s failed: %s%n", failure.startedAt(), failure.message()));
        Optional<String> problem = pipeline.bean(BackupHealth.class).problem();
        problem.ifPresent(text -> out.printf("%n%s%n", text));
        return problem.isPresent() ? CatwingCommand.FAILED : 0;
    }
}
