package io.catwing.job;

import io.catwing.client.ClientId;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * Something that happened and that a user's route may be told of. A record is an event, and its components are the fields
 * of the JSON: {@code FileStored} is the event file-stored, {@code declaredTotal} its field declared_total. What is null is
 * left out. docs/reference/events.md and its schema are written from the records.
 */
public sealed interface Event {

    /** What an event or a field means, for the reference. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
    @interface Meaning {
        String value();

        /** The field may be left out. */
        boolean optional() default false;
    }

    String HINT = "\nHINT: ";

    /** Such as file-stored. */
    default String name() {
        return name(getClass());
    }

    static String name(Class<?> event) {
        return words(event.getSimpleName(), "-");
    }

    /** declaredTotal as declared-total, with that between its words. */
    static String words(String name, String between) {
        return name.replaceAll("(?<=.)(?=[A-Z])", between).toLowerCase(Locale.ROOT);
    }

    /** A message without its HINT. */
    private static String fact(String message) {
        int at = message.lastIndexOf(HINT);
        return at < 0 ? message : message.substring(0, at);
    }

    /** The HINT of a message, or null. */
    private static String hint(String message) {
        int at = message.lastIndexOf(HINT);
        return at < 0 ? null : message.substring(at + HINT.length());
    }

    @Meaning("A raw file was stored in S3. One that was there already is not told of.")
    record FileStored(
            @Meaning("of the run that fetched it") RunId run,
            @Meaning("whose file it is") ClientId client,
            @Meaning("what it has, such as sales_orders") String entity,
            @Meaning("the business date") LocalDate date,
            @Meaning("in the bucket") String key,
            @Meaning("records in the file") long records,
            @Meaning("size of the file") long bytes,
            @Meaning("pages that it came in") long pages,
            @Meaning(value = "what the ERP said the number of records would be", optional = true) Long declaredTotal,
            @Meaning("a snapshot, otherwise a delta") boolean snapshot,
            @Meaning(value = "first day of a delta", optional = true) LocalDate windowFrom,
            @Meaning(value = "day after the last of a delta", optional = true) LocalDate windowTo,
            @Meaning("of the file, in hexadecimal") String sha256,
            @Meaning("when its last page had come") Instant fetchedAt)
            implements Event {}

    @Meaning("A file was refused: what the ERP answered is not stored, or a raw file is not loaded.")
    record FileRefused(
            @Meaning("of the run") RunId run,
            @Meaning("fetch or load") String stage,
            @Meaning("whose file it is") ClientId client,
            @Meaning("what it has") String entity,
            @Meaning("the business date") LocalDate date,
            @Meaning("why") String message,
            @Meaning(value = "the next step", optional = true) String hint)
            implements Event {

        static FileRefused of(RunId run, StepResult step) {
            return new FileRefused(
                    run,
                    step.stage(),
                    step.client(),
                    step.subject(),
                    step.date(),
                    fact(step.message()),
                    Event.hint(step.message()));
        }
    }

    @Meaning("An ERP that is making a report says how far it is.")
    record ReportProgressed(
            @Meaning("of the run that waits for it") RunId run,
            @Meaning("whose ERP it is") ClientId client,
            @Meaning("what the report has") String entity,
            @Meaning("the business date") LocalDate date,
            @Meaning("as the ERP says it") String progress)
            implements Event {}

    @Meaning("A raw file is in PostgreSQL: its rows, its rejects and its ledger entry are committed.")
    record FileLoaded(
            @Meaning("of the run that loaded it") RunId run,
            @Meaning("whose file it is") ClientId client,
            @Meaning("what it has") String entity,
            @Meaning("the business date") LocalDate date,
            @Meaning("in the bucket") String key,
            @Meaning("records that were loaded") long records,
            @Meaning("records that could not be mapped") long rejected,
            @Meaning("size of the file") long bytes,
            @Meaning(value = "what is to be known of it though it loaded", optional = true) String note)
            implements Event {}

    @Meaning(
            "Some records of a raw file could not be mapped; the rest of it is loaded. They are in ops.rejected_record.")
    record RecordsRejected(
            @Meaning("of the run that loaded it") RunId run,
            @Meaning("whose file it is") ClientId client,
            @Meaning("what it has") String entity,
            @Meaning("the business date") LocalDate date,
            @Meaning("in the bucket") String key,
            @Meaning("records that were loaded") long records,
            @Meaning("records that could not be mapped") long rejected,
            @Meaning("the first reasons, each with the place of its record in the file") String reasons)
            implements Event {}

    @Meaning("A run ended, whatever it came to. Of one whose process died the next run tells.")
    record RunEnded(
            @Meaning("the run") RunId run,
            @Meaning(value = "as it was typed; timer where nobody typed it", optional = true) String command,
            @Meaning("DONE, FAILED (a step failed) or ABORTED (it did not get through its stages)") String outcome,
            @Meaning("steps that did something") long done,
            @Meaning("steps whose work was there already") long alreadyThere,
            @Meaning("steps that failed") long failed,
            @Meaning(value = "why it was aborted", optional = true) String message,
            @Meaning(value = "the next step", optional = true) String hint)
            implements Event {

        static RunEnded aborted(RunId run, String command, String message) {
            return new RunEnded(run, command, "ABORTED", 0, 0, 0, fact(message), Event.hint(message));
        }
    }

    @Meaning(
            "One step of a run failed, of whatever stage; everything else went on. A file that was refused is told of by both events.")
    record StepFailed(
            @Meaning("the run") RunId run,
            @Meaning("its word, such as fetch or stats; run where a client's part ended early") String stage,
            @Meaning("whose step it was") ClientId client,
            @Meaning("what the stage worked on: an entity, a workbook, a table") String subject,
            @Meaning(value = "the business date, where there is one", optional = true) LocalDate date,
            @Meaning("why") String message,
            @Meaning(value = "the next step", optional = true) String hint)
            implements Event {

        static StepFailed of(RunId run, StepResult step) {
            return new StepFailed(
                    run,
                    step.stage(),
                    step.client(),
                    step.subject(),
                    step.date(),
                    fact(step.message()),
                    Event.hint(step.message()));
        }
    }

    @Meaning("A backup was verified and counts.")
    record BackupStored(
            @Meaning("the run") RunId run,
            @Meaning("in the bucket") String key,
            @Meaning("compressed") long bytes,
            @Meaning("as SQL") long uncompressedBytes,
            @Meaning("raw files that it holds") long files)
            implements Event {}

    @Meaning("A backup failed; the older ones are as they were.")
    record BackupFailed(
            @Meaning("the run") RunId run,
            @Meaning("why") String message,
            @Meaning(value = "the next step", optional = true) String hint)
            implements Event {

        public static BackupFailed of(RunId run, String message) {
            return new BackupFailed(run, fact(message), Event.hint(message));
        }
    }

    @Meaning("A drill ended: a recovery into a scratch database that was compared with the live one.")
    record DrillEnded(
            @Meaning("the run") RunId run,
            @Meaning("the two were equal") boolean good,
            @Meaning(value = "that it began with", optional = true) String backup,
            @Meaning("time that the recovery took") long rtoSeconds,
            @Meaning("age of the oldest raw file that could not be brought back; 0 where there is none")
                    long rpoSeconds,
            @Meaning("why it is not good, each with its HINT") List<String> problems)
            implements Event {}

    @Meaning(
            "A recovery ended, the only event of it: the files that it loads are not told of. A drill's is told of as drill-ended.")
    record RecoveryEnded(
            @Meaning("the run") RunId run,
            @Meaning("FAST (from a backup) or FULL (from the raw files alone)") String kind,
            @Meaning("no problem was found") boolean good,
            @Meaning(value = "the new database; left out where none was left", optional = true) String database,
            @Meaning("it is the live one now") boolean switched,
            @Meaning(value = "that it began with", optional = true) String backup,
            @Meaning("raw files that were loaded") long files,
            @Meaning("records that were loaded") long records,
            @Meaning("time that it took") long rtoSeconds,
            @Meaning("age of the oldest raw file that could not be brought back; 0 where there is none")
                    long rpoSeconds,
            @Meaning("why it is not good, each with its HINT") List<String> problems)
            implements Event {}

    @Meaning(
            "A client's file is wrong, and the client is left out until it is corrected; once for each problem of the file.")
    record ClientFileRefused(
            @Meaning("the file") String file,
            @Meaning("from 1; 0 where it is about the file as a whole") long line,
            @Meaning("why") String message,
            @Meaning("the next step") String hint)
            implements Event {}

    @Meaning(
            "A secret that a client's file refers to has no value, and nothing of the client is asked until it has one.")
    record ClientSecretsMissing(
            @Meaning("whose it is") ClientId client,
            @Meaning("which") String message,
            @Meaning("the next step") String hint)
            implements Event {

        static ClientSecretsMissing of(ClientId client, String message) {
            return new ClientSecretsMissing(client, fact(message), Event.hint(message));
        }
    }
}
