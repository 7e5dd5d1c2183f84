package io.catwing.load.mapping;

import io.catwing.client.EqualKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one file's records, or of its lines if every record is one, to detect duplicates. Both load engines
 * use it, so they count and reject the same.
 */
final class KeysOfFile {
    private final ColumnValues values;
    private final EqualKeys mode;
    /** In the form that {@link ColumnValues#write} takes; empty if lines are identified only by their position. */
    private final int[] sources;

    private final int lineId;
    private final MessageDigest sha256 = KeyHash.sha256();
    private final CopyBuffer key = new CopyBuffer(256);
    private SeenKeys seen = new SeenKeys();

    KeysOfFile(ColumnValues values) {
        this.values = values;
        RecordMapping mapping = values.mapping();
        mode = mapping.flat ? mapping.equalLines : mapping.equalKeys;
        List<Integer> all = new ArrayList<>();
        mapping.keySlots.forEach(slot -> all.add(~slot));
        lineId = mapping.flat ? mapping.lineOut.get(mapping.lineColumns.indexOf("line_id")) : RecordMapping.PLACE;
        if (mapping.flat && lineId == RecordMapping.PLACE) {
            all.clear();
        } else if (mapping.flat) {
            all.add(lineId);
        }
        sources = all.stream().mapToInt(i -> i).toArray();
    }

    void begin() {
        seen = new SeenKeys();
    }

    EqualKeys mode() {
        return mode;
    }

    /**
     * Registers the record that was just mapped, once.
     *
     * @return how many earlier ones had its key
     */
    int before() {
        if (sources.length == 0) {
            return 0;
        }
        key.clear();
        for (int source : sources) {
            values.write(source, -1, key);
            key.put('\t');
        }
        return count();
    }

    /** A number for a duplicate line that no line of its order has; the id with it then counts as taken. */
    int number(int before) {
        int length = key.length() - 1;
        for (int number = before + 1; ; number++) {
            key.truncate(length);
            key.ascii("#" + number + "\t");
            if (count() == 0) {
                return number;
            }
        }
    }

    private int count() {
        ByteBuffer hash = KeyHash.of(sha256, key.bytes(), 0, key.length());
        return seen.increment(hash.getLong(), hash.getLong());
    }

    /** The record's key, or its order's and line's, as shown in a reason. */
    String text() {
        String text =
                CopyBuffer.decode(key.bytes(), 0, Math.max(0, key.length() - 1)).replace('\t', ' ');
        return text.length() > 80 ? text.substring(0, text.offsetByCodePoints(0, 80)) + "..." : text;
    }

    /** Its position in the record. */
    String field() {
        int source = sources[sources.length - 1];
        return values.mapping().field(values.mapping().recordSlots.get(~source), -1);
    }
}
