package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Keys of {@code auth:} that several of its types have. */
final class AuthKeys {
    private static final Form<Map<String, Located<Secret>>> SECRETS = new MapForm<>(
                    Located.located(References.SECRET), (name, value) -> HeaderName.checked(name), HeaderName.PATTERN)
            .valued();

    /** Of every type. */
    static final Key<Map<String, Located<Secret>>> HEADERS = optional(
            "headers", SECRETS, "Further credentials, each in a header of its own: NAME: ${NAME} or ${file:/path}.");

    /** Of every login that is renewed. */
    static final Key<String> EXPIRED = optional(
            "expired",
            Scalars.JQ,
            "jq over an answer other than 401: true means that the login has expired and is renewed, once a request.");

    /** Of every login that is renewed. */
    static final Key<RequestDraft> LOGOUT = optional(
            "logout",
            RequestForm.LOGOUT,
            "Request that ends the login, sent when the client's fetch has ended, however it did, and before a renewal.");

    private AuthKeys() {}

    /** @param taken name of the header that the type itself sets, or null */
    static Auth and(Values v, Auth auth, String taken) {
        if (!v.has(HEADERS)) {
            return auth;
        }
        Map<String, Secret> headers = new LinkedHashMap<>();
        v.get(HEADERS).forEach((name, secret) -> {
            String first = headers.keySet().stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElse(name.equalsIgnoreCase(taken) ? taken : null);
            if (first != null) {
                v.reading()
                        .refuse(
                                secret.at(),
                                secret.at().path() + " is a header that is set already, as " + first,
                                "a header is sent once: take one of them away");
            }
            headers.put(name, secret.value());
        });
        if (headers.isEmpty()) {
            v.refuse(HEADERS, "names no header", "write NAME: ${NAME} lines, or take it away");
        }
        return new Auth.AndHeaders(auth, headers);
    }

    /** Null if there is none. */
    static RequestSpec logout(Values v) {
        RequestDraft logout = v.get(LOGOUT);
        if (logout == null) {
            return null;
        }
        new RequestCheck(v.reading(), "a logout", Set.of()).check(logout);
        return logout.spec();
    }
}
