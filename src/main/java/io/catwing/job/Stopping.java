package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Whether the process, or one of its runs, was told to stop. Work asks before it begins something that takes long. */
@Component
public class Stopping {
    private static final String PROCESS = "the process was asked to stop";
    private static final String RUN = "the run was asked to stop";

    private static final Duration LOOK = Duration.ofMillis(200);

    /** For ever: a run may have ended before each of its threads has asked. There are few, and an id is not used twice. */
    private final Set<RunId> runs = ConcurrentHashMap.newKeySet();

    private volatile boolean all;

    /** @param run null for work of none, such as a recovery's */
    public boolean isTold(RunId run) {
        return all || run != null && runs.contains(run);
    }

    /** The process: no work begins from here on. */
    public void tell() {
        all = true;
    }

    void tell(RunId run) {
        runs.add(run);
    }

    /**
     * Waits, unless the run is told to stop, or was before.
     *
     * @return whether the time passed
     */
    public boolean pause(RunId run, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !isToldOrInterrupted(run); left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK.toNanos()));
        }
        return !isToldOrInterrupted(run);
    }

    private boolean isToldOrInterrupted(RunId run) {
        return isTold(run) || Thread.currentThread().isInterrupted();
    }

    /** Whether a run ended early because it was told to: the SQL of alerts and health asks the same. @param message of its end */
    public static boolean isReason(String message) {
        return message.startsWith(PROCESS) || message.startsWith(RUN);
    }

    /** @throws AbortingFailure when no more work of the run is to be begun */
    public void refuse(@Variable("runId") RunId run) {
        if (isTold(run)) {
            throw failure(run);
        }
    }

    public AbortingFailure failure(RunId run) {
        return new AbortingFailure(all ? PROCESS : RUN, "nothing needs to be done: the next run takes up what is left");
    }
}
