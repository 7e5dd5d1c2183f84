package io.catwing.app;

import io.catwing.failure.AbortingFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers that this process uses, embedded ones included, described as if the configuration had named them.
 *
 * @param jdbcUrl of the live database, without credentials
 * @param s3 the properties below {@code catwing.s3}
 */
public record ServerAddresses(String jdbcUrl, String user, String password, Map<String, String> s3) {
    private static final Pattern FORM = Pattern.compile("(jdbc:postgresql:(?://[^/?]*/)?)([^?/]*)(\\?.*)?");

    /** The URL of the database with that name. */
    public String jdbcUrlOf(String database) {
        Matcher parts = parts();
        return parts.group(1) + database + (parts.group(3) == null ? "" : parts.group(3));
    }

    /** The live database's name. */
    public String database() {
        String named = URLDecoder.decode(parts().group(2), StandardCharsets.UTF_8);
        // The same default as the driver's.
        return named.isEmpty() ? user : named;
    }

    /** The configuration of a pipeline on another database of the server; it contains secrets. */
    Map<String, Object> propertiesFor(String database) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("catwing.db.url", jdbcUrlOf(database));
        properties.put("catwing.db.user", user);
        properties.put("catwing.db.password", password);
        s3.forEach((name, value) -> properties.put("catwing.s3." + name, value));
        // They were read once; Spring reads them again.
        properties.replaceAll((name, value) -> LiteralVariables.escaped(value.toString()));
        return properties;
    }

    private Matcher parts() {
        Matcher parts = FORM.matcher(jdbcUrl);
        if (!parts.matches()) {
            throw new AbortingFailure(
                    "CATWING_DB_URL does not say which database it means",
                    "end it with /catwing, or whatever its name is");
        }
        return parts;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "ServerAddresses[jdbcUrl=" + jdbcUrl + ", user=" + user + "]";
    }
}
