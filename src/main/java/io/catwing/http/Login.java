package io.catwing.http;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The result of a login: one header for every request.
 *
 * @param renewAt when it is to be replaced, before it expires
 */
record Login(String header, String value, Instant renewAt) {

    static final int LONGEST_TOKEN = 16 << 10;

    /** Parts that are masked one by one, the longest: a token is long. */
    private static final int PARTS = 10;

    Login {
        if (value.length() > LONGEST_TOKEN || !value.matches("[ -~]*")) {
            throw new QuarantinedFailure(
                    "the login answered with a token that no header can hold",
                    "ask the ERP's maker; a token has up to " + LONGEST_TOKEN + " characters of ASCII");
        }
        Secrets.registerIssued(value);
        // An ERP might echo what follows "Bearer " or a cookie's name.
        Stream.of(value.split("[ =;\"]+"))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(PARTS)
                .forEach(Secrets::registerIssued);
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "login by " + header + " until " + renewAt;
    }
}
