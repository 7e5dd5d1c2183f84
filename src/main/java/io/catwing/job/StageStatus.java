package io.catwing.job;

import io.catwing.client.ClientId;
import java.time.Instant;

/**
 * How one stage that has neither entities nor dates went for a client when it ran last.
 *
 * @param lastRun when it ended
 * @param done subjects that went well: workbooks, tables
 * @param failed subjects that did not
 * @param records read or written
 * @param rejected records, rows or images rejected
 * @param lastError of the first subject that failed, null where none did
 */
public record StageStatus(
        ClientId client,
        String stage,
        Instant lastRun,
        long done,
        long failed,
        long records,
        long rejected,
        String lastError) {}
