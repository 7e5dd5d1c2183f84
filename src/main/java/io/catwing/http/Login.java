package io.catwing.http;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.time.Instant;

/**
 * What a login came to: one header for every request.
 *
 * @param renewAt when it is to be replaced, before it ends
 */
record Login(String header, String value, Instant renewAt) {

    /** Of a part that is a token; shorter ones are words such as Bearer. */
    private static final int SHORTEST_TOKEN = 8;

    private static final int LONGEST_TOKEN = 16 << 10;

    Login {
        if (value.length() > LONGEST_TOKEN || !value.matches("[ -~]*")) {
            throw new QuarantinedFailure(
                    "the login answered with a token that no header can hold",
                    "ask the ERP's maker; a token has up to " + LONGEST_TOKEN + " characters of ASCII");
        }
        Secrets.register(value);
        // What follows "Bearer " or a cookie's name is what an ERP would echo.
        for (String part : value.split("[ =;]+")) {
            Secrets.register(part.length() < SHORTEST_TOKEN ? null : part);
        }
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "login by " + header + " until " + renewAt;
    }
}
