package io.catwing.load.mapping;

import io.catwing.client.EqualKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one file's records, or of its lines where every record is one, to notice those that come again. Both ways of
 * loading ask here, so they count and reject the same.
 */
final class KeysOfFile {
    private final RecordMapper mapper;
    private final EqualKeys mode;
    /** As {@link RecordMapper#write} takes them; empty where lines are told apart by their place alone. */
    private final int[] sources;

    private final int lineId;
    private final MessageDigest sha256 = KeyHash.sha256();
    private final CopyBuffer key = new CopyBuffer(256);
    private SeenKeys seen = new SeenKeys();

    KeysOfFile(RecordMapper mapper) {
        this.mapper = mapper;
        RecordMapping mapping = mapper.mapping();
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
     * Of the record that was just mapped, once.
     *
     * @return how many came before it with its key
     */
    int before() {
        if (sources.length == 0) {
            return 0;
        }
        key.clear();
        for (int source : sources) {
            mapper.write(source, -1, key);
            key.put('\t');
        }
        return count();
    }

    /** Of a line that has come before: a number that none of its order has; the id with it counts as taken. */
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

    /** The record's key, or its order's and line's, as a reason tells it. */
    String text() {
        String text =
                CopyBuffer.decode(key.bytes(), 0, Math.max(0, key.length() - 1)).replace('\t', ' ');
        return text.length() > 80 ? text.substring(0, text.offsetByCodePoints(0, 80)) + "..." : text;
    }

    /** Where it stands in the record. */
    String field() {
        int source = sources[sources.length - 1];
        return mapper.field(mapper.mapping().recordSlots.get(~source), -1);
    }
}
