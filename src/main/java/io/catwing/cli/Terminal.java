package io.catwing.cli;

import java.util.Map;
import java.util.function.IntSupplier;

/** The output's target: a terminal of some width, or a pipe or log. */
final class Terminal {
    /** In pipes and logs, where a line may be longer and words that are searched for should not be broken. */
    static final int LOG_WIDTH = 120;

    /** Of a terminal that does not say it. */
    private static final int USUAL_WIDTH = 80;

    private static final int LEAST_WIDTH = 40;

    /** Of the one for whom this thread runs a command, where that is somebody else. */
    private static final ThreadLocal<Integer> WIDTH = new ThreadLocal<>();

    private Terminal() {}

    /** @param width in characters; 0 where nobody watches */
    static int withWidth(int width, IntSupplier command) {
        WIDTH.set(width > 0 ? Math.max(LEAST_WIDTH, width) : LOG_WIDTH);
        try {
            return command.getAsInt();
        } finally {
            WIDTH.remove();
        }
    }

    /** Whether a person is watching. The launcher says so, since Java can only guess. */
    static boolean watched() {
        return System.getenv("CATWING_TERMINAL") != null || System.console() != null;
    }

    /** In characters. */
    static int width() {
        Integer other = WIDTH.get();
        return other != null ? other : width(System.getenv(), System.console() != null);
    }

    static int width(Map<String, String> environment, boolean console) {
        String told = environment.getOrDefault("CATWING_TERMINAL", "");
        // One column less: a full line makes some terminals wrap.
        return told.matches("\\d{1,4}") && Integer.parseInt(told) > 0
                ? Math.max(LEAST_WIDTH, Integer.parseInt(told) - 1)
                : console ? USUAL_WIDTH : LOG_WIDTH;
    }
}
