package io.catwing.load.rebuild;

import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.load.mapping.Chunk;
import io.catwing.load.mapping.Chunks;
import io.catwing.load.mapping.CopyBuffer;
import io.catwing.load.mapping.FileCounters;
import io.catwing.load.mapping.FlatOrders;
import io.catwing.load.mapping.ParseFile;
import io.catwing.load.mapping.RecordMapping;
import io.catwing.load.mapping.RowSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses the files of a unit and passes on the rows that are the newest of their keys. A file is complete in memory before it
 * claims a key or a row of it goes anywhere: one that is damaged, has too many rejects or is too large leaves no trace, and
 * is left to the ordinary load afterwards. Called by {@link BulkWorker}.
 */
final class BulkParser implements Callable<Void>, ParseFile.Feed {
    private static final Logger LOG = LoggerFactory.getLogger(BulkParser.class);
    /** Files of one transaction. */
    private static final int MOST_FILES = 500;

    private final Chunks<BulkRows> chunks;
    private final BulkUnit unit;
    private final Claims claims;
    private final int enough;
    private final int most;
    private final ParseFile parser;
    /** The current flat file; null if lines are nested. */
    private final Chunk flat;

    private final FlatOrders orders;
    private BulkRows rows;

    /**
     * A worker's parser.
     *
     * @param claims null if a key is in one file only
     * @param enough bytes of rows that are passed on at a time
     * @param most bytes of rows that a file may have
     */
    BulkParser(
            RawContent content,
            BulkUnit unit,
            RecordMapping mapping,
            Claims claims,
            Chunks<BulkRows> chunks,
            int enough,
            int most) {
        this.chunks = chunks;
        this.unit = unit;
        this.claims = claims;
        this.enough = enough;
        this.most = most;
        flat = mapping.flat ? new Chunk(mapping) : null;
        orders = new FlatOrders(mapping);
        parser = new ParseFile(content, mapping, unit.spec.rejectShare(), this);
    }

    @Override
    public Void call() throws InterruptedException {
        begin();
        for (int place = unit.take(); place >= 0; place = unit.take()) {
            rows.beginFile();
            FileCounters counters = parse(unit.file(place));
            if (counters != null && claimed(place)) {
                rows.endFile(counters);
            } else {
                rows.dropFile();
            }
            unit.pass(place);
            if (rows.bytes() >= enough || rows.files.size() >= MOST_FILES) {
                chunks.full(rows);
                begin();
            }
        }
        chunks.full(rows);
        return null;
    }

    private void begin() throws InterruptedException {
        rows = chunks.empty();
        rows.clear();
    }

    /** @return null if the file is left to the ordinary load, which reports what is wrong with it */
    private FileCounters parse(RawFile file) throws InterruptedException {
        try {
            FileCounters counters = parser.parse(file);
            if (flat != null) {
                orders.group(flat, rows, file.key().date());
            }
            return counters;
        } catch (TooLarge | QuarantinedFailure | RetryableFailure left) {
            LOG.info("run {}: {} is left to the ordinary load: {}", unit.run, file.key(), left.getMessage());
            return null;
        } finally {
            if (flat != null) {
                flat.clear();
            }
        }
    }

    private boolean claimed(int place) throws InterruptedException {
        if (!rows.keepLast()) {
            LOG.info(
                    "run {}: {} is left to the ordinary load: long keys",
                    unit.run,
                    unit.file(place).key());
            return false;
        }
        if (claims == null) {
            return true;
        }
        rows.hash();
        unit.awaitTurn(place);
        return claims.claim(rows, unit.file(place).key().date());
    }

    @Override
    public RowSet rows() {
        return flat == null ? rows : flat;
    }

    @Override
    public CopyBuffer rejects() {
        return rows.rejects;
    }

    @Override
    public CopyBuffer deletions() {
        return rows.deletions;
    }

    @Override
    public void recorded() {
        if (rows.bytesOfFile() + (flat == null ? 0 : flat.bytes()) > most) {
            throw new TooLarge();
        }
    }

    /** The file's rows are more than a worker may hold. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("its rows do not fit into a worker's memory", null, false, false);
        }
    }
}
