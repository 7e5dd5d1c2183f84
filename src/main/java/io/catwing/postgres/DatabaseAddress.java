package io.catwing.postgres;

import java.util.Map;

/**
 * The database that this process uses, embedded or not.
 *
 * @param url for JDBC, without credentials
 */
public record DatabaseAddress(String url, String user, String password) {
    private static final String CONNECT_SECONDS = "10";

    /**
     * The variables of libpq, without the password.
     *
     * @throws io.catwing.failure.AbortingFailure when the URL has a parameter that cannot be passed to libpq
     */
    public Map<String, String> variables() {
        Map<String, String> variables = LibpqVariables.of(url);
        variables.put("PGUSER", user);
        variables.putIfAbsent("PGCONNECT_TIMEOUT", CONNECT_SECONDS);
        // Times are written as Digests reads them.
        variables.put("PGTZ", "UTC");
        return variables;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseAddress[url=" + url + ", user=" + user + "]";
    }
}
