package io.catwing.app;

import io.catwing.failure.AbortingFailure;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which PostgreSQL is used, from {@code CATWING_DB_*}.
 *
 * @param url {@code jdbc:postgresql://…} without credentials; null or empty for the embedded one
 */
@ConfigurationProperties("catwing.db")
public record DatabaseSettings(String url, String user, String password) {
    private static final String BEGINNING = "jdbc:postgresql:";

    public DatabaseSettings {
        url = url == null ? "" : url.strip();
        user = user == null ? "" : user.strip();
        password = password == null ? "" : password;
        String lower = url.toLowerCase(Locale.ROOT);
        // An address that contains a password is not repeated in any message.
        if (url.contains("@") || lower.contains("password=") || lower.contains("user=")) {
            throw new AbortingFailure(
                    "CATWING_DB_URL carries credentials inside the URL",
                    "take them out of the URL, where they would end in logs, and set CATWING_DB_USER and"
                            + " CATWING_DB_PASSWORD");
        }
        if (!url.isEmpty() && !url.startsWith(BEGINNING)) {
            throw new AbortingFailure(
                    "CATWING_DB_URL does not begin with " + BEGINNING,
                    "it looks like jdbc:postgresql://db.example.com:5432/catwing");
        }
        if (!url.isEmpty() && user.isEmpty()) {
            throw new AbortingFailure(
                    "CATWING_DB_URL is set, but no user", "set CATWING_DB_USER and CATWING_DB_PASSWORD too");
        }
    }

    /** No database is named, so the embedded one is used. */
    public boolean embedded() {
        return url.isEmpty();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
