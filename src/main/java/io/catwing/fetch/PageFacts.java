package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Paging;
import io.catwing.failure.ParkedFailure;
import java.util.ArrayList;
import java.util.List;

/** What the paging wants to know of the records of one page: the last key, the greatest version. */
final class PageFacts {

    private final JsonPointer key;
    private final JsonPointer version;
    private final RecordKeys keys;

    private long records;
    private JsonPointer withoutKey;
    private String lastKey;
    private Long greatestVersion;

    PageFacts(Paging paging, RecordKeys keys) {
        this.keys = keys;
        key = paging instanceof Paging.Keyset keyset ? keyset.key() : null;
        version = paging instanceof Paging.Version versions ? versions.version() : null;
    }

    /** Pointers in the order in which {@link #add} expects their values. */
    List<JsonPointer> wanted() {
        List<JsonPointer> wanted = new ArrayList<>();
        if (key != null) {
            wanted.add(key);
        }
        if (version != null) {
            wanted.add(version);
        }
        wanted.addAll(keys.pointers());
        return wanted;
    }

    /** One more record. @param values at {@link #wanted()}; more may follow */
    void add(String[] values) {
        records++;
        int first = (key == null ? 0 : 1) + (version == null ? 0 : 1);
        for (int i = 0; i < keys.pointers().size(); i++) {
            if (values[first + i] == null && withoutKey == null) {
                withoutKey = keys.pointers().get(i);
            }
        }
        if (key != null) {
            lastKey = values[0];
        }
        if (version != null) {
            long here = integer(values[0]);
            greatestVersion = greatestVersion == null ? here : Math.max(greatestVersion, here);
        }
    }

    /** An object that was taken for a record must look like one. */
    void requireKeys() {
        if (withoutKey != null) {
            throw new ParkedFailure(
                    "the object at envelope.records has no value at '" + withoutKey
                            + "', which the mapping makes the key of",
                    "an error in the place of a record? then say how it is told, by envelope.success; else correct the"
                            + " mapping in the client's file");
        }
    }

    long records() {
        return records;
    }

    /** Null where the last record has none. */
    String lastKey() {
        return lastKey;
    }

    /** Null for a page without records. */
    Long greatestVersion() {
        return greatestVersion;
    }

    private long integer(String value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new ParkedFailure(
                    "record " + records + " of the page has no integer at paging.version '" + version + "' but "
                            + value,
                    "correct paging.version in the client's file",
                    e);
        }
    }
}
