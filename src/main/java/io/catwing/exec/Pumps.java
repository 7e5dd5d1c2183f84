package io.catwing.exec;

import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The threads between a program's pipes and the command's streams. The first that fails terminates the program. */
final class Pumps {
    private static final int BUFFER = 1 << 16;

    private final Command command;
    private final ProcessTree tree;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Failure> failure = new AtomicReference<>();

    /** The work of one thread. */
    private interface Work {
        void run() throws IOException;
    }

    Pumps(Command command, ProcessTree tree) {
        this.command = command;
        this.tree = tree;
    }

    void listen(String what, LastWords words, InputStream from) {
        start(what, () -> words.listen(from));
    }

    /** stdout to the command's stream. */
    void take(InputStream from, OutputStream to) {
        start("output", () -> {
            // Closed in this order, and the sink even if the program was terminated: its last bytes may fail, too.
            try (to;
                    from) {
                byte[] buffer = new byte[BUFFER];
                for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                    to.write(buffer, 0, got);
                }
            }
        });
    }

    /** The command's stream to stdin. Not waited for: a program may succeed without reading all of it. */
    void feed(InputStream from, OutputStream to) {
        thread("input", () -> {
            try (from) {
                byte[] buffer = new byte[BUFFER];
                for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                    if (!written(to, buffer, got)) {
                        return;
                    }
                }
            } catch (IOException | RuntimeException | Error broken) {
                // Before stdin is closed: the program must not take the end of truncated input for the end of all.
                end("input", broken);
            } finally {
                written(to, null, 0);
            }
        });
    }

    /** @return false if the program reads no more; its exit code says why */
    private static boolean written(OutputStream to, byte[] bytes, int length) {
        try {
            if (bytes == null) {
                to.close();
            } else {
                to.write(bytes, 0, length);
                to.flush();
            }
            return true;
        } catch (IOException closedPipe) {
            return false;
        }
    }

    private void start(String what, Work work) {
        threads.add(thread(what, work));
    }

    private Thread thread(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | RuntimeException | Error broken) {
                        end(what, broken);
                    }
                },
                command.name() + "-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The failure is set before the program is gone, so that whoever waits for its end finds it. */
    private void end(String what, Throwable broken) {
        failure.compareAndSet(null, failed(what, broken));
        tree.end();
    }

    private Failure failed(String what, Throwable broken) {
        return broken instanceof Failure ours
                ? ours
                : new QuarantinedFailure(
                        "the " + what + " of " + command.name() + " was cut, so it was ended: " + broken.getMessage(),
                        "look for space and permissions where it goes, and for the health of where it comes from",
                        broken);
    }

    Failure failure() {
        return failure.get();
    }

    /** @return false if they have not ended after that time */
    boolean endWithin(long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        for (Thread thread : threads) {
            long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            thread.join(left);
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }
}
