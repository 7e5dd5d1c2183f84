package io.catwing.load;

import io.catwing.raw.RawFiles;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Parses a batch on another thread, a few chunks ahead of the connection that writes them, so that the machine maps JSON
 * while PostgreSQL copies. Close it: the parser is then over, whatever happened.
 */
final class ParseAhead implements AutoCloseable, ChunkFeed.Chunks {
    private static final int CHUNKS = 3;

    private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS + 2);
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 2);
    /** After it nothing comes any more. */
    private final Chunk end = new Chunk(0);

    private final CompletableFuture<List<FileTally>> parsed = new CompletableFuture<>();
    private Thread parser;
    private volatile boolean closed;

    ParseAhead(ExecutorService threads, RawFiles rawFiles, LoadBatch batch, RecordMapping mapping, int chunkBytes) {
        for (int i = 0; i < CHUNKS; i++) {
            empty.add(new Chunk(mapping.keySlots.size()));
        }
        ParseBatch parse = new ParseBatch(rawFiles, batch, mapping, new ChunkFeed(this, mapping, chunkBytes));
        threads.execute(() -> run(parse));
    }

    private void run(ParseBatch parse) {
        synchronized (this) {
            parser = Thread.currentThread();
        }
        List<FileTally> tallies = null;
        Throwable failure = null;
        try {
            tallies = parse.parse();
        } catch (Throwable any) {
            failure = any;
        }
        synchronized (this) {
            parser = null;
            // The thread goes back to its pool: an interrupt that came too late must not go with it.
            Thread.interrupted();
        }
        full.add(end);
        if (failure == null) {
            parsed.complete(tallies);
        } else {
            parsed.completeExceptionally(failure);
        }
    }

    /** The next chunk, or null when there are no more. */
    Chunk next() throws InterruptedException {
        Chunk chunk = full.take();
        return chunk == end ? null : chunk;
    }

    void done(Chunk chunk) {
        empty.add(chunk);
    }

    /** What came of each file. Throws what the parser threw. */
    List<FileTally> tallies() throws InterruptedException {
        try {
            return parsed.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public Chunk empty() throws InterruptedException {
        Chunk chunk = empty.take();
        if (closed) {
            throw new InterruptedException();
        }
        return chunk;
    }

    @Override
    public void full(Chunk chunk) {
        // There is room for all chunks, for the one that a flat file brings along, and for the end.
        full.add(chunk);
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (parser != null) {
                parser.interrupt();
            }
        }
        // Wakes a parser that lost the interrupt on its way and waits for a chunk.
        empty.add(end);
        parsed.handle((tallies, failure) -> null).join();
    }
}
