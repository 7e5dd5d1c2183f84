package io.catwing.load;

import io.catwing.raw.RawFile;
import io.catwing.raw.RawFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads the files of a batch, oldest first, and fills chunks with their rows. Called by {@link ParseAhead}. */
final class ParseBatch implements Callable<List<FileTally>> {
    private final LoadBatch batch;
    private final ChunkFeed feed;
    private final ParseFile parser;

    ParseBatch(RawFiles rawFiles, LoadBatch batch, RecordMapping mapping, ChunkFeed feed) {
        this.batch = batch;
        this.feed = feed;
        parser = new ParseFile(rawFiles, mapping, batch.spec().rejectShare(), feed);
    }

    /** All of it. */
    @Override
    public List<FileTally> call() throws InterruptedException {
        List<FileTally> tallies = new ArrayList<>();
        feed.begin();
        for (RawFile file : batch.files()) {
            tallies.add(parser.parse(file));
            feed.endFile(file.key().date());
        }
        feed.end();
        return tallies;
    }
}
