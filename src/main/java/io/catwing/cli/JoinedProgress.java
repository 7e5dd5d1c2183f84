package io.catwing.cli;

import io.catwing.job.Progress;
import java.util.HashMap;
import java.util.Map;

/** Clients run concurrently, but a person watches one bar per stage: open steps with the same name are shown as one. */
final class JoinedProgress implements Progress {
    private final Progress shown;
    private final Map<String, Joined> open = new HashMap<>();

    JoinedProgress(Progress shown) {
        this.shown = shown;
    }

    private static final class Joined {
        private final Step step;
        private int members;

        Joined(Step step) {
            this.step = step;
        }
    }

    @Override
    public synchronized Step begin(String name, long total, String unit) {
        Joined joined = open.get(name);
        if (joined == null) {
            joined = new Joined(shown.begin(name, total, unit));
            open.put(name, joined);
        } else {
            joined.step.expect(total);
        }
        joined.members++;
        return member(name, joined);
    }

    private Step member(String name, Joined joined) {
        return new Step() {
            private boolean closed;

            @Override
            public void advance(long by) {
                joined.step.advance(by);
            }

            @Override
            public void expect(long more) {
                joined.step.expect(more);
            }

            @Override
            public void say(String more) {
                joined.step.say(more);
            }

            @Override
            public void close() {
                synchronized (JoinedProgress.this) {
                    if (!closed) {
                        closed = true;
                        joined.members--;
                        if (joined.members == 0) {
                            open.remove(name);
                            joined.step.close();
                        }
                    }
                }
            }
        };
    }
}
