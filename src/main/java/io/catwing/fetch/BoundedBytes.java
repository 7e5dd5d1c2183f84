package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

/** Bytes in the heap, up to a limit. */
final class BoundedBytes extends ByteArrayOutputStream {

    private final long limit;
    private final Supplier<QuarantinedFailure> tooMany;

    BoundedBytes(long limit, Supplier<QuarantinedFailure> tooMany) {
        this.limit = limit;
        this.tooMany = tooMany;
    }

    @Override
    public synchronized void write(int b) {
        check(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        check(length);
        super.write(from, offset, length);
    }

    private void check(int more) {
        if (count + (long) more > limit) {
            throw tooMany.get();
        }
    }
}
