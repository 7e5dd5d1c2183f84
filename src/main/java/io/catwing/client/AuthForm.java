package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.ChoiceForm;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Values;
import java.util.Map;

/** {@code erp.auth:} how requests are authenticated. */
final class AuthForm {
    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the key.");
    /** One parameter whose value is beside it, or several with theirs. @param name null if there are several */
    private record Query(String name, Map<String, Located<Secret>> several) {}

    private static final Key<Query> QUERY = optional(
            "query",
            new EitherForm<>(
                    "key_in_query",
                    Scalars.TEXT.map(name -> new Query(name, Map.of())),
                    AuthKeys.PARAMETERS.map(several -> new Query(null, several))),
            "Name of the query parameter that carries the key; or several keys, NAME: ${NAME} or ${file:/path}.");
    private static final Key<Secret> VALUE =
            optional("value", References.SECRET, "The key in header or query: ${NAME} or ${file:/path}.");
    private static final Key<Secret> USERNAME = secret("username", "The user: ${NAME} or ${file:/path}.");
    private static final Key<Secret> PASSWORD = optional(
            "password", References.SECRET, "The password: ${NAME} or ${file:/path}. Without it the password is empty.");
    private static final Key<Secret> TOKEN = secret("token", "The token: ${NAME} or ${file:/path}.");

    private static final ObjectForm<Auth> NONE = object("auth_none", "The ERP asks for nothing.", v -> new Auth.None());
    private static final ObjectForm<Auth> API_KEY = object(
                    "auth_api_key",
                    "A key in a header or in a query parameter, or several of them.",
                    AuthForm::apiKey,
                    HEADER,
                    QUERY,
                    VALUE,
                    AuthKeys.HEADERS)
            .with(Rule.oneAtLeast(HEADER, QUERY, AuthKeys.HEADERS))
            .with(Rule.notBoth(HEADER, QUERY))
            .with(Rule.needs(HEADER, VALUE));
    private static final ObjectForm<Auth> BASIC = object(
            "auth_basic",
            "User and password (RFC 7617), in UTF-8.",
            v -> AuthKeys.and(v, new Auth.Basic(v.get(USERNAME), v.get(PASSWORD)), "Authorization"),
            USERNAME,
            PASSWORD,
            AuthKeys.QUERY,
            AuthKeys.HEADERS);
    private static final ObjectForm<Auth> BEARER = object(
            "auth_bearer",
            "A fixed token.",
            v -> AuthKeys.and(v, new Auth.Bearer(v.get(TOKEN)), "Authorization"),
            TOKEN,
            AuthKeys.QUERY,
            AuthKeys.HEADERS);

    static final ChoiceForm<Auth> AUTH = fixed("auth", "How a request proves who sends it.")
            .or("oauth2", OAuth2Form.OAUTH2)
            .or("session", SessionForm.SESSION);

    /** Of one entity: what needs no login. */
    static final ChoiceForm<Auth> OF_ENTITY =
            fixed("auth_of_entity", "How the requests of this entity prove who sends them.");

    private static ChoiceForm<Auth> fixed(String name, String description) {
        return new ChoiceForm<Auth>(name, description)
                .or("none", NONE)
                .or("api_key", API_KEY)
                .or("basic", BASIC)
                .or("bearer", BEARER);
    }

    private AuthForm() {}

    private static Key<Secret> secret(String name, String description) {
        return required(name, References.SECRET, description);
    }

    private static Auth apiKey(Values v) {
        String parameter = v.has(QUERY) ? v.get(QUERY).name() : null;
        Map<String, Located<Secret>> several = v.has(QUERY) ? v.get(QUERY).several() : Map.of();
        if (parameter != null && !v.has(VALUE)) {
            v.refuse(
                    QUERY,
                    "names a parameter, but there is no value",
                    "add value: ${NAME}, or write query: {" + parameter + ": ${NAME}}");
            return new Auth.None();
        }
        if (v.has(QUERY) && parameter == null && several.isEmpty()) {
            v.refuse(QUERY, "names no parameter", "write NAME: ${NAME} lines, or take it away");
        }
        if (!v.has(HEADER) && parameter == null) {
            if (v.has(VALUE)) {
                v.refuse(VALUE, "belongs to no header or query", "name it by header: or query:");
            }
            return AuthKeys.and(v, new Auth.None(), null, several);
        }
        String name = parameter != null ? parameter : v.get(HEADER);
        return AuthKeys.and(
                v, new Auth.ApiKey(name, parameter != null, v.get(VALUE)), parameter != null ? null : name, several);
    }
}
