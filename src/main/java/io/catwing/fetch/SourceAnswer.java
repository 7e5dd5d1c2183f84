package io.catwing.fetch;

import io.catwing.client.Erp;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a source answers with, from the thread that runs the user's route to the thread of the file. A route that hangs,
 * and be it in a read that nothing can interrupt, holds up its own thread alone: the file's waits as long as it may.
 * Some bytes are on their way at a time.
 */
final class SourceAnswer extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int ON_THE_WAY = 4;
    private static final int SHOWN = 200;
    private static final long LOOK = Duration.ofMillis(200).toNanos();
    private static final byte[] END = {};

    private final String endpoint;
    private final Erp.Limits limits;
    private final Duration time;
    private final BooleanSupplier told;
    private final long begun = System.nanoTime();
    /** Bytes, or what the route failed with. */
    private final BlockingQueue<Object> came = new ArrayBlockingQueue<>(ON_THE_WAY);

    private volatile InputStream body;
    private volatile boolean closed;
    private Long declared;
    private byte[] chunk;
    private int at;

    /**
     * @param time from now on, for all of it
     * @param told whether the file's run is told to stop
     */
    SourceAnswer(String endpoint, Erp.Limits limits, Duration time, BooleanSupplier told) {
        this.told = told;
        this.endpoint = endpoint;
        this.limits = limits;
        this.time = time;
    }

    /** Hands on a body to its end, and closes it. @param total of records that the route declares, or null */
    void handOn(InputStream in, Long total) throws IOException, InterruptedException {
        body = in;
        declared = total;
        try (in) {
            byte[] buffer = new byte[CHUNK];
            long bytes = 0;
            for (int some = in.read(buffer); some >= 0 && !closed; some = in.read(buffer)) {
                bytes += some;
                if (bytes > limits.body()) {
                    throw new QuarantinedFailure(
                            "the answer is longer than the limit of " + limits.body() + " bytes",
                            "have the route answer with less, or raise erp.limits.body in the client's file");
                }
                if (some > 0) {
                    came.put(Arrays.copyOf(buffer, some));
                }
            }
        }
        came.put(END);
    }

    /** The route ended without a whole answer. */
    void failed(Throwable cause) throws InterruptedException {
        if (!closed) {
            came.put(cause);
        }
    }

    /** Waits until the answer begins. @return total of records that the route declares, or null */
    Long declared() {
        fill();
        return declared;
    }

    /** The answer begins like a page of HTML or XML. */
    boolean isPage() {
        fill();
        return new String(chunk, StandardCharsets.ISO_8859_1).stripLeading().startsWith("<");
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        fill();
        if (chunk == END) {
            return -1;
        }
        int some = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, to, offset, some);
        at += some;
        return some;
    }

    private void fill() {
        if (chunk != null && (chunk == END || at < chunk.length)) {
            return;
        }
        Object next = next();
        if (next instanceof byte[] bytes) {
            chunk = bytes;
            at = 0;
        } else if (next instanceof AbortingFailure aborting) {
            // What it lacks is no matter of other entities. Without the cause, by which routes would end the run all
            // the same.
            throw new QuarantinedFailure(aborting.fact(), aborting.hint());
        } else {
            throw next instanceof Failure failure ? failure : failure((Throwable) next);
        }
    }

    private Object next() {
        try {
            Object next = null;
            while (next == null) {
                long left = time.toNanos() - (System.nanoTime() - begun);
                if (told.getAsBoolean()) {
                    throw FetchStop.told();
                }
                if (left <= 0) {
                    throw new QuarantinedFailure(
                            "there was no whole answer within " + Durations.written(time),
                            "look what the route waits for, or raise erp.limits.answer (erp.limits.file) in the client's file");
                }
                next = came.poll(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FetchStop.told();
        }
    }

    /** Whatever a route of the user's fails with may be of the moment. */
    private RetryableFailure failure(Throwable thrown) {
        StringBuilder told = new StringBuilder();
        String last = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && (last == null || !last.contains(message))) {
                told.append(last == null ? "" : ": ").append(PrintableText.clean(message, SHOWN));
                last = message;
            }
        }
        return new RetryableFailure(
                endpoint + " failed: " + thrown.getClass().getSimpleName() + (last == null ? "" : ": " + told),
                "look at the route and at the server that it asks, then run the same command again",
                thrown);
    }

    /** The body that is still open, or null; what it holds is given up. */
    InputStream giveUp() {
        closed = true;
        came.clear();
        return body;
    }

    String endpoint() {
        return endpoint;
    }
}
