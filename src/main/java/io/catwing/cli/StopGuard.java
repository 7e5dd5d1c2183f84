package io.catwing.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a service that was asked to stop and has not, wherever it hangs, before its supervisor kills it. It leaves the same
 * state as a crash, which the next start resumes.
 */
final class StopGuard {
    private static final Logger LOG = LoggerFactory.getLogger(StopGuard.class);
    private static final Duration LIMIT = Duration.ofSeconds(17);

    /** The exit code that shells use for SIGTERM. */
    private static final int TERMINATED = 143;

    private StopGuard() {}

    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(StopGuard::watch, "stop-guard-hook"));
    }

    /** A hook that waits would be waited for itself; a daemon thread would end too early. */
    private static void watch() {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        LOG.warn("not everything ended within {} s; the process ends now", LIMIT.toSeconds());
                        Runtime.getRuntime().halt(TERMINATED);
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-guard");
        guard.setDaemon(true);
        guard.start();
    }
}
