package io.catwing.http;

import java.time.Duration;

/** Durations in the format of client files. */
public final class Durations {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** Such as 500ms, 30s, 20m or 1h: in the largest unit that divides it evenly. */
    public static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % SECOND != 0) {
            return millis + "ms";
        }
        return millis % HOUR == 0
                ? millis / HOUR + "h"
                : millis % MINUTE == 0 ? millis / MINUTE + "m" : millis / SECOND + "s";
    }
}
