package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is to be known of the records of one page: the last key, the greatest version, and whether they came before. */
final class PageFacts {

    private final JsonPointer key;
    private final JsonPointer version;
    private final RecordKeys names;
    private final SeenRecords seen;
    private final List<JsonPointer> wanted = new ArrayList<>();
    /** Reads the time of a record; null where none is looked for. */
    private FeedState times;

    private Instant newest;

    private long records;
    private JsonPointer withoutName;
    /** What is wrong with the first record that came before; told after what is wrong with the page as a whole. */
    private String repeated;

    private String lastKey;
    private boolean hasKey;
    private Long greatestVersion;
    private long[] hashes = new long[64];
    private int hashed;

    /** @param seen the records of the pages before */
    PageFacts(Paging paging, RecordKeys names, SeenRecords seen) {
        this.names = names;
        this.seen = seen;
        key = paging instanceof Paging.Keyset keyset ? keyset.key() : null;
        version = paging instanceof Paging.Version versions ? versions.version() : null;
        wanted.addAll(names.pointers());
        if (key != null) {
            wanted.add(key);
        }
        if (version != null) {
            wanted.add(version);
        }
    }

    /** The times of its records are looked for. */
    PageFacts of(FeedState feed) {
        if (feed.timeAt() != null) {
            times = feed;
            wanted.add(feed.timeAt());
        }
        return this;
    }

    /** Of the newest record; null where none has a time, or none is looked for. */
    Instant newest() {
        return newest;
    }

    /** Pointers in the order in which {@link #add} expects their values. */
    List<JsonPointer> wanted() {
        return List.copyOf(wanted);
    }

    /** One more record. @param values at {@link #wanted()}; more may follow */
    void add(String[] values) {
        records++;
        int ofPaging = wanted.size() - (times == null ? 1 : 2);
        if (key != null) {
            lastKey = values[ofPaging];
            hasKey |= lastKey != null && !lastKey.isEmpty();
        }
        if (times != null && values[wanted.size() - 1] != null) {
            Instant here = times.time(values[wanted.size() - 1], records);
            newest = newest == null || here != null && here.isAfter(newest) ? here : newest;
        }
        if (version != null) {
            long here = integer(values[ofPaging]);
            greatestVersion = greatestVersion == null ? here : Math.max(greatestVersion, here);
        }
        named(values);
    }

    private void named(String[] values) {
        int parts = names.pointers().size();
        for (int i = 0; i < parts; i++) {
            if (values[i] == null) {
                withoutName = withoutName == null ? names.pointers().get(i) : withoutName;
                return;
            }
        }
        if (!names.once()) {
            return;
        }
        long hash = seen.hash(values, 0, parts);
        if (repeated == null && seen.contains(hash)) {
            repeated = "record " + records + " of the page, '"
                    + RecordCopy.shown(String.join(" ", Arrays.copyOf(values, parts)))
                    + "', came on an earlier page already";
        }
        hashes = hashed < hashes.length ? hashes : Arrays.copyOf(hashes, hashed * 2);
        hashes[hashed++] = hash;
    }

    /** The page is whole. @throws QuarantinedFailure when a record of it came before */
    void pageCame() {
        if (repeated != null) {
            throw new QuarantinedFailure(
                    repeated,
                    "its data moved while it was read, so another record may be missing: run the same command again, and"
                            + " have the request sort by a field that does not change");
        }
        seen.add(hashes, hashed);
    }

    /** An object that was taken for a record must look like one. */
    void requireKeys() {
        if (withoutName != null) {
            throw new QuarantinedFailure(
                    "the object at envelope.records has no value at '" + withoutName
                            + "', which the mapping makes the key of",
                    "an error in the place of a record? then say how to recognise it, by envelope.success; else correct the"
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

    /** Some record has one that is not empty. */
    boolean hasKey() {
        return hasKey;
    }

    /** Null for a page without records. */
    Long greatestVersion() {
        return greatestVersion;
    }

    private long integer(String value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new QuarantinedFailure(
                    "record " + records + " of the page has no integer at paging.version '" + version + "' but "
                            + RecordCopy.shown(String.valueOf(value)),
                    "correct paging.version in the client's file",
                    e);
        }
    }
}
