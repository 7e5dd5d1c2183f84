package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.ChoiceForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Values;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** {@code erp.auth:} how requests are authenticated. */
final class AuthForm {
    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the key.");
    private static final Key<String> QUERY =
            optional("query", Scalars.TEXT, "Name of the query parameter that carries the key.");
    private static final Key<Secret> VALUE = secret("value", "The key: ${NAME} or ${file:/path}.");
    private static final Key<Secret> USERNAME = secret("username", "The user: ${NAME} or ${file:/path}.");
    private static final Key<Secret> PASSWORD = secret("password", "The password: ${NAME} or ${file:/path}.");
    private static final Key<Secret> TOKEN = secret("token", "The token: ${NAME} or ${file:/path}.");

    private static final Key<URI> TOKEN_URL =
            required("token_url", References.ADDRESS, "Where tokens are given; written like url.");
    private static final Key<Secret> CLIENT_ID = secret("client_id", "The client's id: ${NAME} or ${file:/path}.");
    private static final Key<Secret> CLIENT_SECRET =
            secret("client_secret", "The client's secret: ${NAME} or ${file:/path}.");
    private static final Key<String> SCOPE = optional("scope", Scalars.TEXT, "Scopes asked for, with blanks between.");
    private static final Key<String> CREDENTIALS = optional(
            "credentials",
            Scalars.oneOf("a place for credentials", "header", "body"),
            "header",
            "Send id and secret in a Basic header, or in the form.");
    private static final Key<Duration> RENEW_BEFORE = optional(
            "renew_before", Scalars.DURATION, "10s", "A token is renewed this long before it ends, and after a 401.");

    private static final Key<RequestDraft> LOGIN = required(
            "login", RequestForm.LOGIN, "The login request; {{username}} and {{password}} have values in its body.");
    private static final Key<JsonPointer> SESSION_TOKEN = optional(
            "token", Scalars.POINTER, "Pointer to the token in the answer. Without it a cookie is the session.");
    private static final Key<String> SESSION_HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the token.");
    private static final Key<String> PREFIX =
            optional("prefix", Scalars.TEMPLATE, "", "Put before the token in the header, such as 'Bearer '.");
    private static final Key<Duration> RENEW_AFTER = optional(
            "renew_after", Scalars.DURATION, "20m", "A session is renewed when it is this old, and after a 401.");

    static final ChoiceForm<Auth> AUTH = new ChoiceForm<Auth>("auth", "How a request proves who sends it.")
            .or("none", object("auth_none", "The ERP asks for nothing.", v -> new Auth.None()))
            .or(
                    "api_key",
                    object(
                                    "auth_api_key",
                                    "A key in a header or in a query parameter.",
                                    AuthForm::apiKey,
                                    HEADER,
                                    QUERY,
                                    VALUE)
                            .with(Rule.exactlyOne(HEADER, QUERY)))
            .or(
                    "basic",
                    object(
                            "auth_basic",
                            "User and password (RFC 7617), in UTF-8.",
                            v -> new Auth.Basic(v.get(USERNAME), v.get(PASSWORD)),
                            USERNAME,
                            PASSWORD))
            .or("bearer", object("auth_bearer", "A fixed token.", v -> new Auth.Bearer(v.get(TOKEN)), TOKEN))
            .or(
                    "oauth2",
                    object(
                            "auth_oauth2",
                            "OAuth2 client credentials (RFC 6749, 4.4).",
                            AuthForm::oauth2,
                            TOKEN_URL,
                            CLIENT_ID,
                            CLIENT_SECRET,
                            SCOPE,
                            CREDENTIALS,
                            RENEW_BEFORE))
            .or(
                    "session",
                    object(
                                    "auth_session",
                                    "A login that answers with a token or a cookie.",
                                    AuthForm::session,
                                    LOGIN,
                                    USERNAME,
                                    PASSWORD,
                                    SESSION_TOKEN,
                                    SESSION_HEADER,
                                    PREFIX,
                                    RENEW_AFTER)
                            .with(Rule.together(SESSION_TOKEN, SESSION_HEADER)));

    private AuthForm() {}

    private static Key<Secret> secret(String name, String description) {
        return required(name, References.SECRET, description);
    }

    private static Auth apiKey(Values v) {
        return new Auth.ApiKey(v.has(QUERY) ? v.get(QUERY) : v.get(HEADER), v.has(QUERY), v.get(VALUE));
    }

    private static Auth oauth2(Values v) {
        boolean inBody = v.get(CREDENTIALS).equals("body");
        return new Auth.OAuth2(
                v.get(TOKEN_URL), v.get(CLIENT_ID), v.get(CLIENT_SECRET), v.get(SCOPE), inBody, v.get(RENEW_BEFORE));
    }

    private static Auth session(Values v) {
        RequestDraft login = v.get(LOGIN);
        Set<Variable> known = EnumSet.of(Variable.USERNAME, Variable.PASSWORD);
        new RequestCheck(v.reading(), "a login", known).check(login);
        return new Auth.Session(
                login.spec(),
                v.get(USERNAME),
                v.get(PASSWORD),
                v.get(SESSION_TOKEN),
                v.get(SESSION_HEADER),
                v.get(PREFIX),
                v.get(RENEW_AFTER));
    }
}
