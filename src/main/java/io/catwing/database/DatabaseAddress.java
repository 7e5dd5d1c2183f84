package io.catwing.database;

import io.catwing.failure.AbortingFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The database that this process uses, embedded or not.
 *
 * @param url for JDBC, without credentials
 */
public record DatabaseAddress(String url, String user, String password) {
    /** What JDBC calls it, and the variable by which libpq is told. */
    private static final Map<String, String> VARIABLES = Map.of(
            "PGHOST", "PGHOST",
            "PGPORT", "PGPORT",
            "PGDBNAME", "PGDATABASE",
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "options", "PGOPTIONS");

    private static final String CONNECT_SECONDS = "10";

    /** The variables of libpq, without the password. */
    public Map<String, String> variables() {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new AbortingFailure(
                    "CATWING_DB_URL cannot be understood",
                    "it looks like jdbc:postgresql://db.example.com:5432/catwing");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        VARIABLES.forEach((jdbc, libpq) -> {
            String value = parsed.getProperty(jdbc);
            if (value != null && !value.isEmpty()) {
                variables.put(libpq, value);
            }
        });
        variables.put("PGUSER", user);
        variables.put("PGCONNECT_TIMEOUT", CONNECT_SECONDS);
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
