package io.catwing.load.mapping;

import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads the files of a batch, oldest first, and fills chunks with their rows. */
public final class ParseBatch implements Callable<List<FileCounters>> {
    private final List<RawFile> files;
    private final ChunkFeed feed;
    private final ParseFile parser;

    public ParseBatch(
            RawContent content, List<RawFile> files, double rejectShare, RecordMapping mapping, ChunkFeed feed) {
        this.files = files;
        this.feed = feed;
        parser = new ParseFile(content, mapping, rejectShare, feed);
    }

    /** Tells of every value, for proposals. */
    void observe(RecordMapper.Observer observer) {
        parser.observe(observer);
    }

    /** All of it. */
    @Override
    public List<FileCounters> call() throws InterruptedException {
        List<FileCounters> allCounters = new ArrayList<>();
        feed.begin();
        for (RawFile file : files) {
            allCounters.add(parser.parse(file));
            feed.endFile(file.key().date());
        }
        feed.end();
        return allCounters;
    }
}
