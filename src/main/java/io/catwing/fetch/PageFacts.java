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

    private long records;
    private String lastKey;
    private Long greatestVersion;

    PageFacts(Paging paging) {
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
        return wanted;
    }

    /** One more record. @param values at {@link #wanted()}; more may follow */
    void add(String[] values) {
        records++;
        if (key != null) {
            lastKey = values[0];
        }
        if (version != null) {
            long here = integer(values[0]);
            greatestVersion = greatestVersion == null ? here : Math.max(greatestVersion, here);
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
