package io.catwing.run;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;

/**
 * What one run did to one raw file in one stage; a row of {@code ops.run_step} and a line of a command's last table.
 *
 * @param stage fetch or load
 * @param records fetched or loaded
 * @param bytes of the raw file, 0 where not known
 * @param message why it failed, with its HINT; null otherwise
 */
public record StepOutcome(
        String stage,
        ClientId client,
        Entity entity,
        LocalDate date,
        Outcome outcome,
        long records,
        long rejected,
        long bytes,
        String message) {

    /** How a step ended. */
    public enum Outcome {
        DONE,
        ALREADY_THERE,
        FAILED
    }

    public static StepOutcome done(
            String stage, ClientId client, Entity entity, LocalDate date, long records, long rejected, long bytes) {
        return new StepOutcome(stage, client, entity, date, Outcome.DONE, records, rejected, bytes, null);
    }

    public static StepOutcome alreadyThere(String stage, ClientId client, Entity entity, LocalDate date) {
        return new StepOutcome(stage, client, entity, date, Outcome.ALREADY_THERE, 0, 0, 0, null);
    }

    public static StepOutcome failed(String stage, ClientId client, Entity entity, LocalDate date, String message) {
        return new StepOutcome(stage, client, entity, date, Outcome.FAILED, 0, 0, 0, message);
    }
}
