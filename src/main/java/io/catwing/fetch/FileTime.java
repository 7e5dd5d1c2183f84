package io.catwing.fetch;

import io.catwing.client.Erp;
import io.catwing.failure.QuarantinedFailure;
import java.time.Duration;

/** The time that one raw file may take, from its making on. */
final class FileTime {
    private final Erp.Limits limits;
    private final long begun = System.nanoTime();

    FileTime(Erp.Limits limits) {
        this.limits = limits;
    }

    /** What is left for the file as a whole; negative when it is over. */
    Duration left() {
        return limits.file().minusNanos(System.nanoTime() - begun);
    }

    /** What one answer may take now. @param asked for the message @throws QuarantinedFailure when the file's time is over */
    Duration answer(Object asked) {
        Duration left = left();
        if (left.toMillis() <= 0) {
            throw new QuarantinedFailure(
                    asked + " was not asked: the file took longer than erp.limits.file allows",
                    "look why the ERP is that slow, or raise erp.limits.file in the client's file");
        }
        return left.compareTo(limits.answer()) < 0 ? left : limits.answer();
    }
}
