package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;

import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Values;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
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

    /** Several credentials by the names of their parameters. */
    static final Form<Map<String, Located<Secret>>> PARAMETERS =
            new MapForm<>(Located.located(References.SECRET), (name, value) -> checkParameter(name)).valued();

    /** Of every type but a key. */
    static final Key<Map<String, Located<Secret>>> QUERY = optional(
            "query",
            PARAMETERS,
            "Further credentials, each in a query parameter of its own: NAME: ${NAME} or ${file:/path}.");

    /** Of every login that is renewed. */
    static final Key<String> EXPIRED = optional(
            "expired",
            Scalars.JQ,
            "jq over an answer other than 401: true means that the login has expired and is renewed, once a request.");

    /** Of every login that is renewed. */
    static final Key<RequestForm.Login> LOGOUT = optional(
            "logout",
            RequestForm.LOGOUT,
            "Request that ends the login, sent when the client's fetch has ended, however it did, and before a renewal.");

    private AuthKeys() {}

    /** @param taken name of the header that the type itself sets, or null */
    static Auth and(Values v, Auth auth, String taken) {
        if (v.has(QUERY) && v.get(QUERY).isEmpty()) {
            v.refuse(QUERY, "names no parameter", "write NAME: ${NAME} lines, or take it away");
        }
        return and(v, auth, taken, v.has(QUERY) ? v.get(QUERY) : Map.of());
    }

    /** @param query by the names of their parameters; may be empty */
    static Auth and(Values v, Auth auth, String taken, Map<String, Located<Secret>> query) {
        Map<String, Secret> headers = v.has(HEADERS) ? headers(v, taken) : Map.of();
        Map<String, Secret> parameters = new LinkedHashMap<>();
        query.forEach((name, secret) -> parameters.put(name, secret.value()));
        return headers.isEmpty() && parameters.isEmpty() ? auth : new Auth.AndMore(auth, headers, parameters);
    }

    private static void checkParameter(String name) throws Refusal {
        if (name.isBlank()) {
            throw new Refusal("is not a parameter's name", "parameters are such as key or client_secret");
        }
    }

    private static Map<String, Secret> headers(Values v, String taken) {
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
        return headers;
    }

    /** Null if there is none. @param login where the login is; null for the ERP itself */
    static Auth.LoginRequest logout(Values v, URI login) {
        RequestForm.Login logout = v.get(LOGOUT);
        if (logout == null) {
            return null;
        }
        if (logout.url() != null && (login == null || !server(login).equals(server(logout.url())))) {
            v.refuse(
                    LOGOUT,
                    "is on another server than the login: what the login gave is sent to the ERP and to the server that"
                            + " gave it alone",
                    "say path: below erp.url, or a url: on the server of the login");
        }
        new RequestCheck(v.reading(), "a logout", Set.of()).check(logout.request());
        return new Auth.LoginRequest(logout.url(), logout.request().spec());
    }

    private static String server(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
