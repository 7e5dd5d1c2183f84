package io.catwing.exec;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program and its child processes. The system forgets whose child a process was when its parent ends, so they are
 * looked up repeatedly while all of them live.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

    /** For a program to clean up after itself. */
    private static final long POLITE_SECONDS = 5;

    private final ProcessHandle root;
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    ProcessTree(Process process) {
        root = process.toHandle();
    }

    /** Remembers the current ones. */
    synchronized void look() {
        descendants.removeIf(handle -> !handle.isAlive());
        root.descendants().forEach(descendants::add);
        for (ProcessHandle orphan : Set.copyOf(descendants)) {
            orphan.descendants().forEach(descendants::add);
        }
    }

    /** Terminates all of them; those that do not end are killed. */
    synchronized void end() {
        look();
        root.destroy();
        descendants.forEach(ProcessHandle::destroy);
        if (!allGoneWithinSeconds()) {
            look();
            root.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            if (!allGoneWithinSeconds()) {
                LOG.warn("process {} or one that it started does not end even when it is killed", root.pid());
            }
        }
    }

    private boolean allGoneWithinSeconds() {
        CompletableFuture<?>[] ends = new CompletableFuture<?>[descendants.size() + 1];
        int i = 0;
        for (ProcessHandle handle : descendants) {
            ends[i++] = handle.onExit();
        }
        ends[i] = root.onExit();
        // An interrupt is often the reason for being here: it waits until the end.
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(ends).get(POLITE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stubborn) {
            return false;
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
