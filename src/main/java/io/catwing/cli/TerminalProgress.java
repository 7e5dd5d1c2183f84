package io.catwing.cli;

import io.catwing.failure.PrintableText;
import io.catwing.run.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Bars on standard error, for a person who waits. */
final class TerminalProgress implements Progress {

    private static final int LONGEST = 80;

    private TerminalProgress() {}

    /** Bars where there is a terminal to draw them on, nothing in a pipe or a log. */
    static Progress onTerminal() {
        return System.console() == null ? Progress.NONE : new TerminalProgress();
    }

    @Override
    public Step begin(String name, long total, String unit) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(PrintableText.clean(name, LONGEST))
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setUpdateIntervalMillis(100)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build();
        return new Step() {
            @Override
            public void advance(long by) {
                bar.stepBy(by);
            }

            @Override
            public void say(String more) {
                bar.setExtraMessage(" " + PrintableText.clean(more, LONGEST));
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}
