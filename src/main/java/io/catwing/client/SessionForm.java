package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Values;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** {@code auth: {type: session}}, and what every login that is renewed has. */
final class SessionForm {
    private static final Key<RequestForm.Login> LOGIN = required(
            "login", RequestForm.LOGIN, "The login request; {{username}} and {{password}} have values in its body.");
    private static final Key<Secret> USERNAME =
            optional("username", References.SECRET, "The user: ${NAME} or ${file:/path}.");
    private static final Key<Secret> PASSWORD =
            optional("password", References.SECRET, "The password: ${NAME} or ${file:/path}.");
    private static final Key<JsonPointer> TOKEN = optional(
            "token", Scalars.POINTER, "Pointer to the token in the answer. Without a token a cookie is the session.");
    private static final Key<String> TOKEN_HEADER =
            optional("token_header", HeaderName.FORM, "Name of the header of the answer that holds the token.");
    private static final Key<String> TOKEN_JQ =
            optional("token_jq", Scalars.JQ, "jq over the answer that yields the token, such as '.id + \":\" + .key'.");
    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the token.");
    private static final Key<String> PREFIX =
            optional("prefix", Scalars.TEMPLATE, "", "Put before the token in the header, such as 'Bearer '.");
    private static final Key<Duration> RENEW_AFTER = optional(
            "renew_after", Scalars.DURATION, "20m", "A session is renewed when it is this old, and after a 401.");

    static final ObjectForm<Auth> SESSION = object(
                    "auth_session",
                    "A login that answers with a token or a cookie.",
                    SessionForm::session,
                    LOGIN,
                    USERNAME,
                    PASSWORD,
                    TOKEN,
                    TOKEN_HEADER,
                    TOKEN_JQ,
                    HEADER,
                    PREFIX,
                    RENEW_AFTER,
                    AuthKeys.EXPIRED,
                    AuthKeys.LOGOUT,
                    AuthKeys.QUERY,
                    AuthKeys.HEADERS)
            .with(Rule.notBoth(TOKEN, TOKEN_HEADER, TOKEN_JQ))
            .with(Rule.needs(TOKEN, HEADER))
            .with(Rule.needs(TOKEN_HEADER, HEADER))
            .with(Rule.needs(TOKEN_JQ, HEADER));

    private SessionForm() {}

    private static Auth session(Values v) {
        RequestForm.Login login = v.get(LOGIN);
        Set<Variable> known = EnumSet.noneOf(Variable.class);
        if (v.has(USERNAME)) {
            known.add(Variable.USERNAME);
        }
        if (v.has(PASSWORD)) {
            known.add(Variable.PASSWORD);
        }
        new RequestCheck(v.reading(), "a login that declares none", known).check(login.request());
        boolean token = v.has(TOKEN) || v.has(TOKEN_HEADER) || v.has(TOKEN_JQ);
        if (v.has(HEADER) && !token) {
            v.refuse(HEADER, "carries a token, but nothing says where the answer holds it", "add token: its pointer");
        }
        String header = token ? v.get(HEADER) : "Cookie";
        return AuthKeys.and(
                v,
                new Auth.Session(
                        new Auth.LoginRequest(login.url(), login.request().spec()),
                        v.get(USERNAME),
                        v.get(PASSWORD),
                        token ? new Auth.Token(v.get(TOKEN), v.get(TOKEN_HEADER), v.get(TOKEN_JQ)) : null,
                        v.get(HEADER),
                        v.get(PREFIX),
                        v.get(RENEW_AFTER),
                        v.get(AuthKeys.EXPIRED),
                        AuthKeys.logout(v, login.url())),
                header);
    }
}
