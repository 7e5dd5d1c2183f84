package io.catwing.fetch;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.failure.QuarantinedFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the fields of a file with those of the newest earlier one. A field that most records had and none has now is
 * missed, where so many records came that this is no chance.
 */
final class FieldChanges {

    /** Of the earlier file's records: a field that fewer had is told, and not missed. */
    private static final double SHARE = 0.5;

    /** A snapshot shows the same things again; the records of a delta are others each day. */
    private static final int ENOUGH_OF_SNAPSHOT = 3;

    private static final int ENOUGH_OF_DELTA = 10;
    private static final int NAMED = 5;

    private final FieldCounts fields;
    private final long records;
    private final boolean snapshot;
    private final List<String> lost = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> nowhere = new ArrayList<>();

    /** @param before of the newest earlier file, null where there is none */
    FieldChanges(FieldCounts fields, long records, boolean snapshot, RawMetadata before) {
        this.fields = fields;
        this.records = records;
        this.snapshot = snapshot;
        if (records > 0) {
            fields.counts().forEach((column, count) -> {
                if (count == 0) {
                    compare(column, before);
                }
            });
        }
    }

    private void compare(String column, RawMetadata before) {
        long had = before == null ? 0 : before.fields().getOrDefault(column, 0L);
        String where = column + " (" + RecordCopy.shown(fields.pointer(column).toString()) + ")";
        if (had == 0) {
            nowhere.add(where);
            return;
        }
        lost.add(where);
        double share = Math.min(1, (double) had / before.records());
        int enough = snapshot ? ENOUGH_OF_SNAPSHOT : ENOUGH_OF_DELTA;
        if (share >= SHARE && had >= enough && share * records >= enough) {
            missed.add(where);
        }
    }

    /** @throws QuarantinedFailure when a field is missed */
    void requireFields(RawKey key, RawKey earlier) {
        if (!missed.isEmpty()) {
            throw new QuarantinedFailure(
                    key + ": none of " + records + " records has a value for " + list(missed) + ", which " + earlier
                            + " has",
                    "if the ERP renamed a field, correct the mapping in the client's file; if that is right, run the same"
                            + " command with --accept-volume");
        }
    }

    /** What is to be told though the file is good; null where nothing is. */
    String note() {
        List<String> parts = new ArrayList<>();
        if (!lost.isEmpty()) {
            parts.add("no record has a value for " + list(lost) + " any more, which the file before has");
        }
        if (!nowhere.isEmpty()) {
            parts.add("no record has a value for " + list(nowhere));
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }

    private static String list(List<String> columns) {
        String named = String.join(", ", columns.subList(0, Math.min(NAMED, columns.size())));
        return columns.size() <= NAMED ? named : named + " and " + (columns.size() - NAMED) + " more";
    }
}
