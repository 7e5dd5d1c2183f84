package io.catwing.cli;

import io.catwing.failure.PrintableText;
import io.catwing.failure.RepeatedTask;
import io.catwing.job.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows progress on standard error: a bar for a person who waits, a line a minute in a pipe or log. Sets no signal
 * handlers and no terminal modes, so Ctrl-C keeps its meaning.
 */
final class TerminalProgress implements Progress {
    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean watched;
    private final int width;
    private final long everyMillis;

    /** @param everyMillis between two updates */
    TerminalProgress(PrintStream out, boolean watched, int width, long everyMillis) {
        this.out = out;
        this.watched = watched;
        this.width = width;
        this.everyMillis = everyMillis;
    }

    static Progress onTerminal() {
        boolean watched = Terminal.watched();
        return new JoinedProgress(new TerminalProgress(System.err, watched, Terminal.width(), watched ? 200 : 60_000));
    }

    @Override
    public Step begin(String name, long total, String unit) {
        return new Shown(name, total, unit);
    }

    private final class Shown implements Step {
        private final String name;
        private final AtomicLong total;
        private final String unit;
        private final long begin = System.nanoTime();
        private final AtomicLong done = new AtomicLong();
        private final ScheduledExecutorService clock;
        private volatile String more = "";
        private boolean closed;

        Shown(String name, long total, String unit) {
            this.name = name;
            this.total = new AtomicLong(total);
            this.unit = unit;
            this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "progress");
                thread.setDaemon(true);
                return thread;
            });
            clock.scheduleAtFixedRate(
                    new RepeatedTask("the progress could not be shown", this::draw),
                    everyMillis,
                    everyMillis,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void advance(long by) {
            done.addAndGet(by);
        }

        @Override
        public void expect(long units) {
            total.addAndGet(units);
        }

        @Override
        public void say(String text) {
            more = text;
        }

        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            clock.shutdownNow();
            if (watched) {
                // What was not needed in the end counts as done, too.
                print("\r" + line(done.get()) + "\n");
            }
        }

        private synchronized void draw() {
            if (!closed) {
                String line = line(total.get());
                print(watched ? "\r" + line : line + "\n");
            }
        }

        private String line(long of) {
            long now = done.get();
            StringBuilder line = new StringBuilder(name).append(' ');
            if (of > 0 || closed) {
                double share = closed ? 1 : Math.min(1.0, (double) now / of);
                if (watched) {
                    int full = (int) (share * BAR);
                    line.append('[')
                            .append("=".repeat(full))
                            .append(" ".repeat(BAR - full))
                            .append("] ");
                }
                line.append(String.format(Locale.ROOT, "%3d %%, ", (int) (share * 100)));
            }
            line.append(String.format(Locale.ROOT, "%,d", now));
            if (of > 0 && of != now) {
                line.append(String.format(Locale.ROOT, " of %,d", of));
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            line.append(' ').append(unit).append(", ").append(seconds).append(" s");
            if (!more.isBlank()) {
                line.append(", ").append(PrintableText.clean(more));
            }
            if (!watched) {
                return line.toString();
            }
            String cut = line.substring(0, Math.min(line.length(), width));
            return cut + " ".repeat(width - cut.length());
        }

        private void print(String text) {
            out.print(text);
            out.flush();
        }
    }
}
