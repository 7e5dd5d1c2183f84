package io.catwing.load;

import io.catwing.load.mapping.Chunks;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * Parses on another thread, a few chunks ahead of the connection that writes them, so that the machine maps JSON while
 * PostgreSQL copies. Close it: the parser is then over, whatever happened.
 *
 * @param <C> a chunk
 * @param <T> what the parser gives back at its end
 */
public final class ParseAhead<C, T> implements AutoCloseable, Chunks<C> {
    public static final int CHUNKS = 3;

    private final BlockingQueue<C> empty = new ArrayBlockingQueue<>(CHUNKS + 2);
    private final BlockingQueue<C> full = new ArrayBlockingQueue<>(CHUNKS + 2);
    /** After it nothing comes any more. */
    private final C end;

    private final CompletableFuture<T> parsed = new CompletableFuture<>();
    private Thread parser;
    private volatile boolean closed;

    /**
     * Begins at once.
     *
     * @param chunk makes a chunk
     * @param parser given the chunks, makes what runs on the other thread
     */
    public ParseAhead(ExecutorService threads, Supplier<C> chunk, Function<Chunks<C>, Callable<T>> parser) {
        for (int i = 0; i < CHUNKS; i++) {
            empty.add(chunk.get());
        }
        end = chunk.get();
        Callable<T> parse = parser.apply(this);
        // What is logged of it is about the same file.
        Map<String, String> context = MDC.getCopyOfContextMap();
        threads.execute(() -> {
            MDC.setContextMap(context == null ? Map.of() : context);
            try {
                run(parse);
            } finally {
                MDC.clear();
            }
        });
    }

    private void run(Callable<T> parse) {
        synchronized (this) {
            parser = Thread.currentThread();
        }
        T result = null;
        Throwable failure = null;
        try {
            result = parse.call();
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
            parsed.complete(result);
        } else {
            parsed.completeExceptionally(failure);
        }
    }

    /** The next chunk, or null when there are no more. */
    public C next() throws InterruptedException {
        C chunk = full.take();
        return chunk == end ? null : chunk;
    }

    public void done(C chunk) {
        empty.add(chunk);
    }

    /** What the parser gave back. Throws what it threw. */
    public T result() throws InterruptedException {
        try {
            return parsed.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failed.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    @Override
    public C empty() throws InterruptedException {
        C chunk = empty.take();
        if (closed) {
            throw new InterruptedException();
        }
        return chunk;
    }

    @Override
    public void full(C chunk) {
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
        parsed.handle((result, failure) -> null).join();
    }
}
