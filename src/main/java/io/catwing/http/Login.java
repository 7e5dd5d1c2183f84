package io.catwing.http;

import java.time.Instant;

/**
 * What a login came to: one header for every request.
 *
 * @param renewAt when it is to be replaced, before it ends
 */
record Login(String header, String value, Instant renewAt) {

    /** Never the value. */
    @Override
    public String toString() {
        return "login by " + header + " until " + renewAt;
    }
}
