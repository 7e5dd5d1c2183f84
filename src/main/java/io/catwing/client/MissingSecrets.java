package io.catwing.client;

import io.catwing.failure.QuarantinedFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of a client's secrets have no value: known before any request, and reported once. */
public final class MissingSecrets {
    private MissingSecrets() {}

    /** Their references, as in the client's file, separated by commas; empty if all have a value. */
    static String of(Client client) {
        return secrets(client).stream()
                .filter(secret -> !isSet(secret))
                .map(Secret::reference)
                .collect(Collectors.joining(", "));
    }

    /** What it means for a client, with its HINT; null if all have a value. */
    public static String message(Client client) {
        String missing = of(client);
        return missing.isEmpty()
                ? null
                : "no value for " + missing + ": nothing of " + client.id() + " is asked\nHINT: set the environment"
                        + " variable, or mount the file, that " + client.file()
                        + " refers to, then run the same command"
                        + " again";
    }

    /** All that a client's file refers to. */
    static List<Secret> secrets(Client client) {
        Erp erp = client.erp();
        List<Secret> secrets = new ArrayList<>(of(erp.auth()));
        client.entities().values().stream()
                .map(EntitySpec::auth)
                .filter(Objects::nonNull)
                .forEach(auth -> secrets.addAll(of(auth)));
        if (erp.tls() != null) {
            secrets.addAll(Arrays.asList(
                    erp.tls().certificate(), erp.tls().key(), erp.tls().authority()));
        }
        if (erp.sign() != null) {
            secrets.add(erp.sign().key());
        }
        // One that is named twice is one.
        Set<String> references = new HashSet<>();
        return secrets.stream()
                .filter(Objects::nonNull)
                .filter(secret -> references.add(secret.reference()))
                .toList();
    }

    private static List<Secret> of(Auth auth) {
        List<Secret> secrets = new ArrayList<>(ofBare(auth.bare()));
        secrets.addAll(auth.headersBeside().values());
        secrets.addAll(auth.queryBeside().values());
        return secrets;
    }

    private static List<Secret> ofBare(Auth auth) {
        if (auth instanceof Auth.ApiKey key) {
            return List.of(key.value());
        } else if (auth instanceof Auth.Basic basic) {
            return Arrays.asList(basic.username(), basic.password());
        } else if (auth instanceof Auth.Bearer bearer) {
            return List.of(bearer.token());
        } else if (auth instanceof Auth.OAuth2 oauth) {
            List<Secret> secrets = new ArrayList<>(
                    Arrays.asList(oauth.clientId(), oauth.clientSecret(), oauth.username(), oauth.password()));
            secrets.add(oauth.assertion() == null ? null : oauth.assertion().key());
            oauth.fields().values().forEach(field -> secrets.add(field.secret()));
            return secrets;
        } else if (auth instanceof Auth.Session session) {
            return Arrays.asList(session.username(), session.password());
        }
        return List.of();
    }

    /** Most likely pasted so. */
    static boolean isPadded(Secret secret) {
        return isSet(secret) && !secret.reveal().strip().equals(secret.reveal());
    }

    private static boolean isSet(Secret secret) {
        try {
            return !secret.reveal().isEmpty();
        } catch (QuarantinedFailure missing) {
            return false;
        }
    }
}
