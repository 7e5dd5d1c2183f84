package io.catwing.login;

import java.time.Instant;

/**
 * A client's login as it is stored.
 *
 * @param version counts its tokens
 * @param access or null
 * @param accessUntil when {@code access} is to be replaced, or null
 * @param tries requests by this refresh token whose answers were not stored
 * @param triedAt when the last of them began, or null
 */
public record StoredLogin(
        long version, String refresh, String access, Instant accessUntil, int tries, Instant triedAt) {

    /** Never the tokens. */
    @Override
    public String toString() {
        return "login " + version + " until " + accessUntil;
    }
}
