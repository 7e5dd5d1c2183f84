package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.EqualKeys;
import io.catwing.client.Limits;
import io.catwing.failure.JsonFault;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.load.mapping.RecordWindow.RecordTooLong;
import io.catwing.load.mapping.TreeValues.Means;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Reads one file after the other and writes their rows. Called by {@link ParseBatch} and the parser of a rebuild. */
public final class ParseFile {
    private final RawContent content;
    private final double rejectShare;
    private final Feed feed;

    private final RecordMapper mapper;
    private final RowWriter rows;
    private final TreeValues trees;
    private final KeysOfFile keys;
    /** Keys that the file under way says are gone. */
    private final Set<String> deleted = new LinkedHashSet<>();

    /** The target of rows. */
    public interface Feed {
        /** Of the next record. */
        RowSet rows();

        /** The next record's reject. */
        CopyBuffer rejects();

        /** Keys that the file says are gone. */
        CopyBuffer deletions();

        /** A record has been written or rejected. */
        void recorded() throws InterruptedException;
    }

    public ParseFile(RawContent content, RecordMapping mapping, double rejectShare, Feed feed) {
        this.content = content;
        this.rejectShare = rejectShare;
        this.feed = feed;
        mapper = new RecordMapper(mapping);
        rows = new RowWriter(mapper.values());
        trees = new TreeValues(mapping);
        keys = new KeysOfFile(mapper.values());
    }

    /** Tells of every value, for proposals. */
    void observe(RecordMapper.Observer observer) {
        mapper.observe(observer);
    }

    /**
     * All of it.
     *
     * @throws QuarantinedFailure naming the file and the place where it cannot be read, or too many rejects
     */
    public FileCounters parse(RawFile file) throws InterruptedException {
        FileCounters counters = new FileCounters(file);
        parse(counters);
        checkShare(counters);
        return counters;
    }

    private void parse(FileCounters counters) throws InterruptedException {
        try (RecordWindow window = new RecordWindow(content.open(counters.file));
                JsonParser parser = RawJson.FACTORY.createParser(window)) {
            try {
                records(parser, window, counters);
            } catch (JsonProcessingException broken) {
                throw unreadable(
                        counters,
                        "is not well-formed JSON near byte "
                                + Math.max(
                                        0,
                                        broken.getLocation() == null
                                                ? 0
                                                : broken.getLocation().getByteOffset())
                                + ", in record " + counters.records + ": " + JsonFault.of(broken),
                        broken);
            }
            counters.sha256 = window.sha256();
        } catch (RecordTooLong tooLong) {
            throw unreadable(
                    counters,
                    "has a record longer than " + (Limits.RAW_RECORD_BYTES >> 20) + " MB, record " + counters.records,
                    tooLong);
        } catch (IOException broken) {
            throw new RetryableFailure(
                    counters.file.key() + " cannot be read: " + broken.getMessage(),
                    "is S3 reachable? run ./catwing load again: it goes on where it stopped",
                    broken);
        }
    }

    private void records(JsonParser parser, RecordWindow window, FileCounters counters)
            throws IOException, InterruptedException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw unreadable(counters, "is not a JSON array of records: it begins with " + parser.currentToken(), null);
        }
        keys.begin();
        deleted.clear();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long start = parser.currentTokenLocation().getByteOffset();
            window.forgetBefore(start);
            if (mapper.mapping().each != null) {
                rowsInside(parser, window, counters, start);
                continue;
            }
            mapper.walk(parser);
            Means means =
                    trees.needed(mapper.rejection()) ? trees.set(mapper, piece(parser, window, start)) : Means.A_ROW;
            Rejection rejection = take(means, counters);
            if (rejection != null) {
                keep(counters, rejection, piece(parser, window, start));
            }
            counters.records++;
            feed.recorded();
        }
        if (parser.nextToken() != null) {
            throw unreadable(counters, "goes on after its array of records", null);
        }
        writeDeletions(counters.file.key());
    }

    /** Each row inside a record is mapped, rejected and counted as if it were a record. */
    private void rowsInside(JsonParser parser, RecordWindow window, FileCounters counters, long start)
            throws IOException, InterruptedException {
        mapper.walkAround(parser);
        byte[] record = piece(parser, window, start);
        boolean none = mapper.elements().size() == 0;
        if (mapper.rejection() == null && mapper.mapping().aroundTree && !none) {
            trees.setAround(mapper, record);
        }
        if (mapper.rejection() != null && none && mapper.rejection().field().startsWith("^")) {
            // A record without rows has nothing that its own fields would be needed for.
            return;
        }
        if (mapper.rejection() != null) {
            keep(counters, outside(mapper.rejection()), record);
            counters.records++;
            feed.recorded();
            return;
        }
        mapper.endAround();
        for (int i = 0; i < mapper.elements().size(); i++) {
            byte[] row = mapper.elements().json(i, window);
            try (JsonParser inside = RawJson.FACTORY.createParser(row)) {
                inside.nextToken();
                mapper.walkRow(inside);
            }
            if (mapper.elements().hasNameTwice(i, row)) {
                mapper.reject("", "the row has a field already that its name goes into (each.keyed.as)");
            }
            Means means = trees.needed(mapper.rejection()) ? trees.set(mapper, row) : Means.A_ROW;
            Rejection rejection = take(means, counters);
            if (rejection != null) {
                keep(counters, inside(rejection, i), row);
            }
            counters.records++;
            feed.recorded();
        }
    }

    /** Writes the current record's row, or notes what it says besides. @return why it is rejected, or null */
    private Rejection take(Means means, FileCounters counters) {
        if (means == Means.NOTHING) {
            counters.excluded++;
            return null;
        }
        if (means == Means.A_DELETION) {
            Rejection rejection = mapper.rejection() == null ? mapper.values().checkHeadKey() : mapper.rejection();
            if (rejection == null) {
                deleted.add(keyText());
                counters.deletions++;
            }
            return rejection;
        }
        Rejection rejection = finish(counters);
        if (rejection == null) {
            rows.write(feed.rows(), counters.file.key().date());
            if (!deleted.isEmpty()) {
                // It came again, further down in the file.
                deleted.remove(keyText());
            }
        }
        return rejection;
    }

    private String keyText() {
        return mapper.values().text(~mapper.mapping().keySlots.get(0), -1);
    }

    /** After the last record: a key counts as it was said last. */
    private void writeDeletions(RawKey file) {
        for (String key : deleted) {
            CopyBuffer row = feed.deletions();
            row.ascii(file.client() + "\t" + file.entity() + "\t" + file.date() + "\tf\t");
            text(key, row);
            row.put('\n');
        }
    }

    private static Rejection outside(Rejection rejection) {
        return new Rejection(rejection.field().replaceFirst("^\\^", ""), rejection.reason());
    }

    /** With the row's place in its record. */
    private Rejection inside(Rejection rejection, int row) {
        return rejection.field().startsWith("^")
                ? outside(rejection)
                : new Rejection(mapper.mapping().each.at() + "/" + row + rejection.field(), rejection.reason());
    }

    /** Why the current record is rejected, or null. */
    private Rejection finish(FileCounters counters) {
        Rejection rejection = mapper.rejection();
        if (rejection == null) {
            rejection = mapper.values().checkKeys();
        }
        if (rejection == null) {
            rejection = mapper.values().checkCurrency();
        }
        return rejection == null ? meet(counters) : rejection;
    }

    /** What a duplicate key, or a line's, means for the record. */
    private Rejection meet(FileCounters counters) {
        Rejection ofLines = rows.meetLines();
        if (ofLines != null) {
            return ofLines;
        }
        int before = keys.before();
        if (before > 0 && keys.mode() == EqualKeys.REJECT) {
            return new Rejection(
                    keys.field(),
                    "a record before it in the file has its key, and on_equal_keys is reject: " + keys.text());
        }
        rows.numberRecord(before > 0 && keys.mode() == EqualKeys.LINE_NUMBER ? keys.number(before) : 1);
        counters.equal += rows.equalLines() + (before > 0 ? 1 : 0);
        return null;
    }

    private static byte[] piece(JsonParser parser, RecordWindow window, long start) throws IOException {
        parser.finishToken();
        return window.piece(start, parser.currentLocation().getByteOffset());
    }

    private void keep(FileCounters counters, Rejection rejection, byte[] record) {
        CopyBuffer row = feed.rejects();
        text(counters.file.key().toString(), row);
        row.ascii("\t" + counters.records + "\t");
        text(rejection.field(), row);
        row.put('\t');
        text(rejection.reason(), row);
        row.put('\t');
        text(new String(record, StandardCharsets.UTF_8), row);
        row.ascii("\t" + counters.file.key().client() + "\t"
                + counters.file.key().entity() + "\t" + counters.file.key().date() + "\n");
        counters.reject(counters.records, rejection);
    }

    private static void text(String text, CopyBuffer row) {
        String problem = row.text(text.toCharArray(), 0, text.length());
        if (problem != null) {
            throw new IllegalStateException("a reject's text " + problem);
        }
    }

    private void checkShare(FileCounters counters) {
        long wanted = counters.records - counters.excluded;
        if (counters.rejected > rejectShare * wanted) {
            throw new QuarantinedFailure(
                    String.format(
                            Locale.ROOT,
                            "%d of %d records of %s were rejected, and the file's limit is a share of %s; the first: %s",
                            counters.rejected,
                            wanted,
                            counters.file.key(),
                            rejectShare,
                            counters.firstReasons()),
                    "correct the mapping of " + counters.file.key().entity() + " in the file of "
                            + counters.file.key().client() + ", or raise its reject_share; then run ./catwing load");
        }
    }

    private static QuarantinedFailure unreadable(FileCounters counters, String what, Throwable cause) {
        return new QuarantinedFailure(
                counters.file.key() + " " + what,
                "raw files are checked before they are stored, so this one was put there by other means or is damaged: "
                        + "compare it with the bucket's other copies",
                cause);
    }
}
