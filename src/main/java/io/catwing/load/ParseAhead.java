package io.catwing.load;

import io.catwing.raw.RawFiles;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Parses a batch on another thread, a few chunks ahead of the connection that writes them, so that the machine maps JSON
 * while PostgreSQL copies. Close it: the parser is then over, whatever happened.
 */
final class ParseAhead implements AutoCloseable, ParseBatch.Chunks {
    private static final int CHUNKS = 3;

    private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    /** After it nothing comes any more. */
    private final Chunk end = new Chunk(0);

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Future<List<FileTally>> parser;

    ParseAhead(ExecutorService threads, RawFiles rawFiles, LoadBatch batch, RecordMapping mapping, int chunkBytes) {
        for (int i = 0; i < CHUNKS; i++) {
            empty.add(new Chunk(mapping.keySlots.size()));
        }
        ParseBatch parse = new ParseBatch(rawFiles, batch, mapping, chunkBytes, this);
        parser = threads.submit(() -> {
            try {
                return parse.parse();
            } finally {
                // Never blocks: there is room for all chunks and the end.
                full.add(end);
                over.complete(null);
            }
        });
    }

    /** The next chunk, or null when there are no more. */
    Chunk next() throws InterruptedException {
        Chunk chunk = full.take();
        return chunk == end ? null : chunk;
    }

    void done(Chunk chunk) throws InterruptedException {
        empty.put(chunk);
    }

    /** What came of each file. Throws what the parser threw. */
    List<FileTally> tallies() throws InterruptedException {
        try {
            return parser.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public Chunk empty() throws InterruptedException {
        return empty.take();
    }

    @Override
    public void full(Chunk chunk) throws InterruptedException {
        full.put(chunk);
    }

    @Override
    public void close() {
        if (!parser.isDone()) {
            parser.cancel(true);
            over.join();
        }
    }
}
