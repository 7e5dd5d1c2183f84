package io.catwing.bucket;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * What is known of a raw file besides its records; kept as the object's user metadata.
 *
 * @param records in the file
 * @param pages that it came in
 * @param declaredTotal what the ERP said the number of records would be, or null where it does not say
 * @param snapshot a snapshot, otherwise a delta
 * @param windowFrom first day of a delta, null for a snapshot
 * @param windowTo day after the last of a delta, null for a snapshot
 * @param sha256 of the file, lower-case hex
 * @param version greatest integer version seen, null where the paging has none
 * @param runId of the run that fetched it
 * @param cursor where the next file of the entity goes on, in the words of the stage that wrote it; null where it does not
 * @param listed records of this snapshot or, of a delta, of the newest one before it; null where there was none
 * @param fields in how many records each mapped column's pointer found a value; empty where that was not counted
 */
public record RawMetadata(
        long records,
        int pages,
        Long declaredTotal,
        boolean snapshot,
        LocalDate windowFrom,
        LocalDate windowTo,
        String sha256,
        Long version,
        String runId,
        Instant fetchedAt,
        String cursor,
        Long listed,
        Map<String, Long> fields) {}
