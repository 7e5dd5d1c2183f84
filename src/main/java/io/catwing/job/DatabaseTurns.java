package io.catwing.job;

import java.util.concurrent.Semaphore;

/**
 * Turns at the database, some at a time, first come, first served; only that of all whose ERPs brought nothing at most one
 * stands in the line. So whoever has a day to load waits for those before it that have one, and never for a crowd of failures.
 */
final class DatabaseTurns {
    private final Semaphore line;
    private final Semaphore withNothing = new Semaphore(1, true);

    DatabaseTurns(int atATime) {
        line = new Semaphore(atATime, true);
    }

    /** @param brought whether there is something new to load */
    void take(boolean brought) throws InterruptedException {
        if (brought) {
            line.acquire();
            return;
        }
        withNothing.acquire();
        try {
            line.acquire();
        } finally {
            withNothing.release();
        }
    }

    void give() {
        line.release();
    }

    /** How many stand in the line. */
    int waiting() {
        return line.getQueueLength();
    }
}
