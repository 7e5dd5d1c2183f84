package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads the files of a batch, oldest first, and fills chunks with their rows. Called by {@link ParseAhead}. */
final class ParseBatch implements Callable<List<FileCounters>> {
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
    public List<FileCounters> call() throws InterruptedException {
        List<FileCounters> allCounters = new ArrayList<>();
        feed.begin();
        for (RawFile file : batch.files()) {
            allCounters.add(parser.parse(file));
            feed.endFile(file.key().date());
        }
        feed.end();
        return allCounters;
    }
}
