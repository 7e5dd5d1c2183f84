package io.catwing.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a service that was asked to stop and has not, whatever it hangs in, before whoever told it kills it. What it leaves
 * is what a crash leaves: the next start takes it up.
 */
final class StopGuard {
    private static final Logger LOG = LoggerFactory.getLogger(StopGuard.class);
    private static final Duration LIMIT = Duration.ofSeconds(17);

    /** As a shell tells of SIGTERM. */
    private static final int TERMINATED = 143;

    private StopGuard() {}

    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(StopGuard::watch, "stop-guard-hook"));
    }

    /** A hook that waited would itself be waited for; a daemon goes with the others. */
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
