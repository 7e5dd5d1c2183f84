package io.catwing.postgres;

import io.catwing.failure.AbortingFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/**
 * A JDBC URL as variables for libpq. Each parameter has the same meaning there, or none at all, or is refused:
 * dropping one silently could turn a connection that must be encrypted and verified into one that is neither.
 */
final class LibpqVariables {
    /** With the same name and the same values in both. */
    private static final Map<String, String> SAME = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "channelBinding", "PGCHANNELBINDING",
            "options", "PGOPTIONS",
            "kerberosServerName", "PGKRBSRVNAME",
            "ApplicationName", "PGAPPNAME",
            "connectTimeout", "PGCONNECT_TIMEOUT",
            "loginTimeout", "PGCONNECT_TIMEOUT");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "primary", "primary",
            "master", "primary",
            "secondary", "standby",
            "slave", "standby",
            "preferSecondary", "prefer-standby",
            "preferSlave", "prefer-standby");

    /** Settings of the driver itself, which do not concern another program's connection. */
    private static final Set<String> OF_THE_DRIVER = Set.of(
            "adaptiveFetch",
            "adaptiveFetchMaximum",
            "adaptiveFetchMinimum",
            "assumeMinServerVersion",
            "autosave",
            "binaryTransfer",
            "binaryTransferDisable",
            "binaryTransferEnable",
            "cancelSignalTimeout",
            "cleanupSavepoints",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "defaultRowFetchSize",
            "disableColumnSanitiser",
            "escapeSyntaxCallMode",
            "groupStartupParameters",
            "hideUnprivilegedObjects",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "logServerErrorDetail",
            "logUnclosedConnections",
            "maxResultBuffer",
            "maxSendBufferSize",
            "preferQueryMode",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "prepareThreshold",
            "quoteReturningIdentifiers",
            "receiveBufferSize",
            "reWriteBatchedInserts",
            "sendBufferSize",
            "socketTimeout",
            "stringtype",
            "tcpKeepAlive",
            "tcpNoDelay",
            "unknownLength");

    private LibpqVariables() {}

    /** @throws AbortingFailure when a parameter cannot be passed to libpq, or is not known */
    static Map<String, String> of(String url) {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw new AbortingFailure(
                    "CATWING_DB_URL cannot be understood",
                    "it looks like jdbc:postgresql://db.example.com:5432/catwing");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        // IPv6 addresses are in brackets only in a URL.
        put(
                variables,
                "PGHOST",
                parsed.getProperty("PGHOST", "").replace("[", "").replace("]", ""));
        put(variables, "PGPORT", parsed.getProperty("PGPORT", ""));
        put(variables, "PGDATABASE", parsed.getProperty("PGDBNAME", ""));
        parameters(url).forEach((name, value) -> parameter(variables, name, value));
        // As Sessions.DRIVER has it.
        variables.putIfAbsent("PGTARGETSESSIONATTRS", "primary");
        return variables;
    }

    private static void put(Map<String, String> variables, String name, String value) {
        if (!value.isEmpty()) {
            variables.put(name, value);
        }
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int begin = url.indexOf('?');
        if (begin >= 0) {
            for (String parameter : url.substring(begin + 1).split("&")) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                if (!name.isEmpty()) {
                    parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
    }

    private static void parameter(Map<String, String> variables, String name, String value) {
        switch (name) {
            case "ssl" -> {
                // As the driver interprets it: encrypted, and the server's certificate and name verified.
                if (!value.equalsIgnoreCase("false")) {
                    variables.putIfAbsent("PGSSLMODE", "verify-full");
                }
            }
            case "sslmode" -> variables.put("PGSSLMODE", value.toLowerCase(Locale.ROOT));
            case "sslrootcert", "sslcert" -> {
                if (value.startsWith("classpath:")) {
                    throw refused(name, "give it as a file");
                }
                put(variables, SAME.get(name), value);
            }
            case "sslkey" -> {
                String lower = value.toLowerCase(Locale.ROOT);
                if (lower.endsWith(".p12") || lower.endsWith(".pfx")) {
                    throw refused(
                            name, "give the key as a PKCS-8 file in DER (.pk8) without a password, which both read");
                }
                put(variables, "PGSSLKEY", value);
            }
            case "gssEncMode" -> {
                // libpq does not know the driver's allow; without a ticket it does the same anyway.
                if (!value.equals("allow")) {
                    put(variables, "PGGSSENCMODE", value);
                }
            }
            case "targetServerType" -> {
                String type = SERVER_TYPES.get(value);
                if (type == null) {
                    throw refused(name + "=" + value, "use one of any, primary, secondary, preferSecondary");
                }
                variables.put("PGTARGETSESSIONATTRS", type);
            }
            case "currentSchema" -> throw refused(name, "leave it out: catwing names its schemas itself");
            default -> {
                if (SAME.containsKey(name)) {
                    put(variables, SAME.get(name), value);
                } else if (!OF_THE_DRIVER.contains(name)) {
                    throw refused(name, "leave it out, or set what it means at the server or the role");
                }
            }
        }
    }

    /** The value is not repeated: it may be a secret. */
    private static AbortingFailure refused(String what, String hint) {
        return new AbortingFailure(
                "CATWING_DB_URL has the parameter " + what + ", which pg_dump cannot be given with the same meaning",
                hint);
    }
}
