package io.catwing.recover;

import io.catwing.failure.PrintableText;
import io.catwing.job.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * What a recovery came to. A row of {@code ops.recovery}, and a page under {@code reports/}.
 *
 * @param live the database that it is to replace
 * @param database the new one; null where none was left
 * @param before the name under which the former live database is kept; null where it was not switched or there was none
 * @param drill whether it was one, whose database is nobody's to switch to
 * @param cut whether a failure that may pass, such as of a server, ended it before the new database was checked, or kept it from a file; the
 *     same command goes on
 * @param backup that it began with, null where with nothing
 * @param backupBytes compressed
 * @param files that were loaded
 * @param bytes of them
 * @param rto from the order to the last step
 * @param rpo the age of the oldest raw file that was known and could not be brought back; zero where there is none
 * @param problems why the new database is not good; empty where it is
 * @param notes what else a person should know
 * @param leftOut users' own tables and other objects that the restore has left out, which are named in the notes
 * @param page where it is kept as Markdown; null where it cannot be
 */
public record RecoveryReport(
        RunId run,
        RecoveryJob.Kind kind,
        String subject,
        DatabaseName live,
        DatabaseName database,
        DatabaseName before,
        boolean switched,
        boolean drill,
        boolean cut,
        String backup,
        long backupBytes,
        Instant began,
        long files,
        long bytes,
        long records,
        List<Step> steps,
        Duration rto,
        Duration rpo,
        List<String> problems,
        List<String> notes,
        SortedSet<String> leftOut,
        Path page) {

    public RecoveryReport {
        problems = problems.stream().map(PrintableText::message).toList();
        notes = notes.stream().map(PrintableText::message).toList();
    }

    /** One step and how long it took. */
    public record Step(String name, Duration took) {
        static Step since(String name, Instant start) {
            return new Step(name, Duration.between(start, Instant.now()));
        }
    }

    public boolean good() {
        return problems.isEmpty();
    }

    /** How it ended and what to do next. */
    public String ended() {
        return RecoveryPage.ended(this);
    }
}
