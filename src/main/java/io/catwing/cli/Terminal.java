package io.catwing.cli;

import java.util.Map;

/** The output's target: a terminal of some width, or a pipe or log. */
final class Terminal {
    /** In pipes and logs, and if it is unknown. */
    static final int USUAL_WIDTH = 80;

    private static final int LEAST_WIDTH = 40;

    private Terminal() {}

    /** Whether a person is watching. The launcher says so, since Java can only guess. */
    static boolean watched() {
        return System.getenv("CATWING_TERMINAL") != null || System.console() != null;
    }

    /** In characters. */
    static int width() {
        return width(System.getenv());
    }

    static int width(Map<String, String> environment) {
        String told = environment.getOrDefault("CATWING_TERMINAL", "");
        // One column less: a full line makes some terminals wrap.
        return told.matches("\\d{1,4}") && Integer.parseInt(told) > 0
                ? Math.max(LEAST_WIDTH, Integer.parseInt(told) - 1)
                : USUAL_WIDTH;
    }
}
