package io.catwing.failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task for a scheduler, which goes on whatever one turn throws: a scheduled task that throws is never run again, and nothing tells of
 * it. An {@link Error}, too: for a turn that found no memory there is some the next time. What is wrong goes to the log, and again when it
 * is something else.
 */
public final class RepeatedTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

    private final String failed;
    private final Runnable turn;
    private String told = "";

    /** @param failed what is said of a turn that throws, such as "the folder of routes cannot be looked at" */
    public RepeatedTask(String failed, Runnable turn) {
        this.failed = failed;
        this.turn = turn;
    }

    @Override
    public synchronized void run() {
        try {
            turn.run();
            told = "";
        } catch (Throwable unforeseen) {
            tell(unforeseen);
        }
    }

    private void tell(Throwable unforeseen) {
        try {
            String what = unforeseen.toString();
            if (!what.equals(told)) {
                LOG.error("{}", failed, unforeseen);
                told = what;
            }
        } catch (Throwable noMemory) {
            // Not even to say so. The next turn comes nevertheless, and says it again.
            told = "";
        }
    }
}
