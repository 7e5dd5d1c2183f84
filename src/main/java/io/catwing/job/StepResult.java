package io.catwing.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.catwing.client.ClientId;
import io.catwing.failure.PrintableText;
import java.time.LocalDate;

/**
 * What one run did to one thing in one stage; a row of {@code ops.run_step} and part of a line of a command's last table.
 *
 * @param stage its word, such as fetch or load
 * @param subject what the stage worked on: an entity, a workbook, a table
 * @param date the business date, null where the subject has none
 * @param records read or written, whichever the stage counts
 * @param bytes of the file, 0 where not known or not a file
 * @param message why it failed, with its HINT; where it did not, what is to be noted, or null
 * @param folded 0 where it stands for itself; otherwise the number of results that it stands for, which are recorded and
 *     published already ({@link Collected}): its numbers are their sums, its message is that of the first, and it has no date
 * @param refused of one that failed: what it worked on is the matter, so that a rebuild would refuse it, too, and neither a server
 *     nor the program. Not recorded
 */
public record StepResult(
        String stage,
        ClientId client,
        String subject,
        LocalDate date,
        Outcome outcome,
        long records,
        long rejected,
        long bytes,
        String message,
        @JsonIgnore long folded,
        @JsonIgnore boolean refused) {

    private static final int LONGEST_SUBJECT = 200;

    /**
     * Subject and message may have come from outside: here, before they are recorded, told or counted, they are cleaned. The subject is not
     * masked, since it is compared: with one client's user name <i>sales</i> everybody's sales_orders would be another thing.
     */
    public StepResult {
        subject = PrintableText.printable(subject, LONGEST_SUBJECT);
        message = PrintableText.message(message);
    }

    /** One that stands for itself. */
    public StepResult(
            String stage,
            ClientId client,
            String subject,
            LocalDate date,
            Outcome outcome,
            long records,
            long rejected,
            long bytes,
            String message) {
        this(stage, client, subject, date, outcome, records, rejected, bytes, message, 0, false);
    }

    /** Number of results that it stands for. */
    public long count() {
        return Math.max(1, folded);
    }

    public boolean isFolded() {
        return folded > 0;
    }

    /** Whether it failed, and another try may come to something else. */
    public boolean mayPass() {
        return outcome == Outcome.FAILED && !refused;
    }

    /** The same, failed for what it worked on, or not. */
    public StepResult refusing(boolean it) {
        return new StepResult(stage, client, subject, date, outcome, records, rejected, bytes, message, folded, it);
    }

    /** How a step ended. */
    public enum Outcome {
        DONE,
        ALREADY_THERE,
        FAILED
    }

    /** The same with another message. */
    public StepResult saying(String other) {
        return new StepResult(stage, client, subject, date, outcome, records, rejected, bytes, other, folded, refused);
    }

    public static StepResult done(
            String stage, ClientId client, String subject, LocalDate date, long records, long rejected, long bytes) {
        return new StepResult(stage, client, subject, date, Outcome.DONE, records, rejected, bytes, null);
    }

    /** The same with something that is to be told though it went well. @param note null for nothing */
    public StepResult noted(String note) {
        return new StepResult(stage, client, subject, date, outcome, records, rejected, bytes, note, folded, refused);
    }

    public static StepResult alreadyThere(String stage, ClientId client, String subject, LocalDate date) {
        return new StepResult(stage, client, subject, date, Outcome.ALREADY_THERE, 0, 0, 0, null);
    }

    public static StepResult failed(String stage, ClientId client, String subject, LocalDate date, String message) {
        return new StepResult(stage, client, subject, date, Outcome.FAILED, 0, 0, 0, message);
    }
}
