package io.catwing.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.catwing.client.EqualKeys;
import io.catwing.client.Limits;
import io.catwing.failure.ParkedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.load.RecordWindow.RecordTooLong;
import io.catwing.raw.RawFile;
import io.catwing.raw.RawFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one file after the other and writes their rows. Called by {@link ParseBatch} and {@link BulkParser}. */
final class ParseFile {
    private final RawFiles rawFiles;
    private final double rejectShare;
    private final Feed feed;

    private final RecordMapper mapper;
    private final RowWriter rows;
    private final TreeValues trees;
    private final KeysOfFile keys;

    /** Where rows go. */
    interface Feed {
        /** Of the next record. */
        RowSet rows();

        /** The next record's reject. */
        CopyBuffer rejects();

        /** A record has been written or rejected. */
        void recorded() throws InterruptedException;
    }

    ParseFile(RawFiles rawFiles, RecordMapping mapping, double rejectShare, Feed feed) {
        this.rawFiles = rawFiles;
        this.rejectShare = rejectShare;
        this.feed = feed;
        mapper = new RecordMapper(mapping);
        rows = new RowWriter(mapper);
        trees = new TreeValues(mapping);
        keys = new KeysOfFile(mapper);
    }

    /**
     * All of it.
     *
     * @throws ParkedFailure naming the file and the place where it cannot be read, or too many rejects
     */
    FileTally parse(RawFile file) throws InterruptedException {
        FileTally tally = new FileTally(file);
        parse(tally);
        checkShare(tally);
        return tally;
    }

    private void parse(FileTally tally) throws InterruptedException {
        try (RecordWindow window = new RecordWindow(rawFiles.open(tally.file));
                JsonParser parser = RawJson.FACTORY.createParser(window)) {
            try {
                records(parser, window, tally);
            } catch (JsonProcessingException broken) {
                throw unreadable(
                        tally,
                        "is not well-formed JSON near byte "
                                + Math.max(
                                        0,
                                        broken.getLocation() == null
                                                ? 0
                                                : broken.getLocation().getByteOffset())
                                + ", in record " + tally.records + ": " + lower(broken.getOriginalMessage()),
                        broken);
            }
            tally.sha256 = window.sha256();
        } catch (RecordTooLong tooLong) {
            throw unreadable(
                    tally,
                    "has a record longer than " + (Limits.RAW_RECORD_BYTES >> 20) + " MB, record " + tally.records,
                    tooLong);
        } catch (IOException broken) {
            throw new RetryableFailure(
                    tally.file.key() + " cannot be read: " + broken.getMessage(),
                    "is S3 reachable? run ./catwing load again: it goes on where it stopped",
                    broken);
        }
    }

    private void records(JsonParser parser, RecordWindow window, FileTally tally)
            throws IOException, InterruptedException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw unreadable(tally, "is not a JSON array of records: it begins with " + parser.currentToken(), null);
        }
        keys.begin();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long start = parser.currentTokenLocation().getByteOffset();
            window.forgetBefore(start);
            Rejection rejection = mapper.walk(parser);
            if (rejection == null && trees.needed()) {
                trees.set(mapper, piece(parser, window, start));
                rejection = mapper.rejection();
            }
            if (rejection == null) {
                rejection = mapper.checkKeys();
            }
            if (rejection == null) {
                rejection = meet(tally);
            }
            if (rejection == null) {
                rows.write(feed.rows(), tally.file.key().date());
            } else {
                keep(tally, rejection, piece(parser, window, start));
            }
            tally.records++;
            feed.recorded();
        }
        if (parser.nextToken() != null) {
            throw unreadable(tally, "goes on after its array of records", null);
        }
    }

    /** What a key, or a line's, that came before makes of the record. */
    private Rejection meet(FileTally tally) {
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
        tally.equal += rows.equalLines() + (before > 0 ? 1 : 0);
        return null;
    }

    private static byte[] piece(JsonParser parser, RecordWindow window, long start) throws IOException {
        parser.finishToken();
        return window.piece(start, parser.currentLocation().getByteOffset());
    }

    private void keep(FileTally tally, Rejection rejection, byte[] record) {
        CopyBuffer row = feed.rejects();
        text(tally.file.key().toString(), row);
        row.ascii("\t" + tally.records + "\t");
        text(rejection.field(), row);
        row.put('\t');
        text(rejection.reason(), row);
        row.put('\t');
        text(new String(record, StandardCharsets.UTF_8), row);
        row.ascii("\t" + tally.file.key().client() + "\t" + tally.file.key().entity() + "\t"
                + tally.file.key().date() + "\n");
        tally.reject(tally.records, rejection);
    }

    private static void text(String text, CopyBuffer row) {
        String problem = row.text(text.toCharArray(), 0, text.length());
        if (problem != null) {
            throw new IllegalStateException("a reject's text " + problem);
        }
    }

    private void checkShare(FileTally tally) {
        if (tally.rejected > rejectShare * tally.records) {
            throw new ParkedFailure(
                    String.format(
                            Locale.ROOT,
                            "%d of %d records of %s were rejected, and the file's limit is a share of %s; the first: %s",
                            tally.rejected,
                            tally.records,
                            tally.file.key(),
                            rejectShare,
                            tally.firstReasons()),
                    "correct the mapping of " + tally.file.key().entity() + " in the file of "
                            + tally.file.key().client() + ", or raise its reject_share; then run ./catwing load");
        }
    }

    private static ParkedFailure unreadable(FileTally tally, String what, Throwable cause) {
        return new ParkedFailure(
                tally.file.key() + " " + what,
                "raw files are checked before they are stored, so this one was put there by other means or is damaged: "
                        + "compare it with the bucket's other copies",
                cause);
    }

    private static String lower(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
