package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.ChoiceForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Values;

/** {@code erp.auth:} how requests are authenticated. */
final class AuthForm {
    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the key.");
    private static final Key<String> QUERY =
            optional("query", Scalars.TEXT, "Name of the query parameter that carries the key.");
    private static final Key<Secret> VALUE =
            optional("value", References.SECRET, "The key in header or query: ${NAME} or ${file:/path}.");
    private static final Key<Secret> USERNAME = secret("username", "The user: ${NAME} or ${file:/path}.");
    private static final Key<Secret> PASSWORD = optional(
            "password", References.SECRET, "The password: ${NAME} or ${file:/path}. Without it the password is empty.");
    private static final Key<Secret> TOKEN = secret("token", "The token: ${NAME} or ${file:/path}.");

    static final ChoiceForm<Auth> AUTH = new ChoiceForm<Auth>("auth", "How a request proves who sends it.")
            .or("none", object("auth_none", "The ERP asks for nothing.", v -> new Auth.None()))
            .or(
                    "api_key",
                    object(
                                    "auth_api_key",
                                    "A key in a header or in a query parameter, or several in headers.",
                                    AuthForm::apiKey,
                                    HEADER,
                                    QUERY,
                                    VALUE,
                                    AuthKeys.HEADERS)
                            .with(Rule.oneAtLeast(HEADER, QUERY, AuthKeys.HEADERS))
                            .with(Rule.notBoth(HEADER, QUERY))
                            .with(Rule.needs(HEADER, VALUE))
                            .with(Rule.needs(QUERY, VALUE)))
            .or(
                    "basic",
                    object(
                            "auth_basic",
                            "User and password (RFC 7617), in UTF-8.",
                            v -> AuthKeys.and(v, new Auth.Basic(v.get(USERNAME), v.get(PASSWORD)), "Authorization"),
                            USERNAME,
                            PASSWORD,
                            AuthKeys.HEADERS))
            .or(
                    "bearer",
                    object(
                            "auth_bearer",
                            "A fixed token.",
                            v -> AuthKeys.and(v, new Auth.Bearer(v.get(TOKEN)), "Authorization"),
                            TOKEN,
                            AuthKeys.HEADERS))
            .or("oauth2", OAuth2Form.OAUTH2)
            .or("session", SessionForm.SESSION);

    private AuthForm() {}

    private static Key<Secret> secret(String name, String description) {
        return required(name, References.SECRET, description);
    }

    private static Auth apiKey(Values v) {
        if (!v.has(HEADER) && !v.has(QUERY)) {
            if (v.has(VALUE)) {
                v.refuse(VALUE, "belongs to no header or query", "name it by header: or query:");
            }
            return AuthKeys.and(v, new Auth.None(), null);
        }
        String name = v.has(QUERY) ? v.get(QUERY) : v.get(HEADER);
        return AuthKeys.and(v, new Auth.ApiKey(name, v.has(QUERY), v.get(VALUE)), v.has(QUERY) ? null : name);
    }
}
