package io.catwing.http;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by whoever adds a route to Camel or takes one away, in this process: where it makes one from a template, Camel walks its list of all of
 * them, which another thread may change meanwhile. Not held while a route ends what is under way, but while one starts: a consumer of a user's own that is slow to connect holds up the first requests of others.
 */
public final class RouteLock {
    private static final ReentrantLock LOCK = new ReentrantLock();

    private RouteLock() {}

    public static <T> T holding(Callable<T> change) throws Exception {
        LOCK.lock();
        try {
            return change.call();
        } finally {
            LOCK.unlock();
        }
    }
}
