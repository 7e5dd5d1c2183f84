package io.catwing.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.hc.client5.http.utils.DateUtils;

/** Reads the Retry-After header (RFC 9110, 10.2.3): seconds, or a date. */
public final class RetryAfter {

    private RetryAfter() {}

    /** @return null if the text is null or cannot be read; never negative */
    public static Duration of(String text, InstantSource clock) {
        if (text == null) {
            return null;
        }
        String value = text.strip();
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = DateUtils.parseStandardDate(value);
        if (until == null) {
            return null;
        }
        Duration pause = Duration.between(clock.instant(), until);
        return pause.isNegative() ? Duration.ZERO : pause;
    }
}
