package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.Auth.Field;
import io.catwing.client.Auth.Grant;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code auth: {type: oauth2}}. */
final class OAuth2Form {
    /** Fields of a token request, and parameters of an authorization, that the program writes itself. */
    private static final Set<String> OURS = Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "scope",
            "username",
            "password",
            "refresh_token",
            "assertion",
            "client_assertion",
            "client_assertion_type",
            "code",
            "code_verifier",
            "code_challenge",
            "code_challenge_method",
            "redirect_uri",
            "response_type",
            "state");

    private static final Key<String> GRANT = optional(
            "grant",
            Scalars.oneOf("a grant", "client_credentials", "password", "refresh_token", "jwt_bearer"),
            "client_credentials",
            "How a token is obtained; a refresh token is stored by catwing login.");
    private static final Key<URI> TOKEN_URL = required(
            "token_url",
            References.ADDRESS,
            "Where tokens are given; written like url. Of another server than the ERP's: https.");
    private static final Key<Secret> CLIENT_ID =
            optional("client_id", References.SECRET, "The client's id: ${NAME} or ${file:/path}.");
    private static final Key<Secret> CLIENT_SECRET =
            optional("client_secret", References.SECRET, "The client's secret: ${NAME} or ${file:/path}.");
    private static final Key<String> CREDENTIALS = optional(
            "credentials",
            Scalars.oneOf("a place for credentials", "header", "body"),
            "header",
            "Send id and secret in a Basic header, or in the form.");
    private static final Key<Auth.Assertion> ASSERTION = optional(
            "assertion",
            AssertionForm.ASSERTION,
            "A signed statement (RFC 7523): the grant itself in jwt_bearer, otherwise in place of the client_secret.");
    private static final Key<Secret> USERNAME =
            optional("username", References.SECRET, "The user of the grant password: ${NAME} or ${file:/path}.");
    private static final Key<Secret> PASSWORD = optional(
            "password",
            References.SECRET,
            "Their password: ${NAME} or ${file:/path}. Without it the password is empty.");
    private static final Key<String> SCOPE = optional("scope", Scalars.TEXT, "Scopes asked for, with blanks between.");

    private static final Scalar<Field> TEXT_OR_SECRET = Scalar.of(
            "text or a reference to a secret",
            Scalar::anyText,
            (text, environment) -> text.startsWith("${")
                    ? new Field(null, References.SECRET.parser().parse(text, environment))
                    : new Field(text, null));
    private static final Form<Map<String, Field>> FIELD_MAP = new MapForm<>(
                    TEXT_OR_SECRET, (name, value) -> checkField(name, value == null ? null : value.text()))
            .valued();
    private static final Key<Map<String, Field>> FIELDS = optional(
            "fields",
            FIELD_MAP,
            "Further fields of each token request, such as audience or resource; text or ${NAME}.");

    private static final Key<URI> AUTHORIZE_URL = required(
            "url",
            References.ADDRESS,
            "The page on which a person says that the client may be read; written like token_url.");
    private static final Key<URI> REDIRECT_URL = optional(
            "redirect_url",
            References.ADDRESS,
            "Where the page sends the browser back to, as the ERP knows it. Without it: a free port of this machine.");
    private static final Key<Map<String, String>> PARAMETERS = optional(
            "parameters",
            new MapForm<>(Scalars.TEXT, OAuth2Form::checkField).valued(),
            "Further parameters of the page, such as prompt or access_type.");
    private static final Key<Auth.Authorization> AUTHORIZE = optional(
            "authorize",
            object(
                    "authorize",
                    "Where catwing login sends a person: authorization code with PKCE.",
                    v -> new Auth.Authorization(
                            v.get(AUTHORIZE_URL),
                            v.get(REDIRECT_URL),
                            v.find(PARAMETERS).orElse(Map.of())),
                    AUTHORIZE_URL,
                    REDIRECT_URL,
                    PARAMETERS),
            "Where catwing login sends a person, for the grant refresh_token.");

    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Authorization", "Name of the header that carries the token.");
    private static final Key<String> PREFIX =
            optional("prefix", Scalars.TEMPLATE, "Bearer ", "Put before the token in the header.");
    private static final Key<Duration> RENEW_BEFORE = optional(
            "renew_before", Scalars.DURATION, "10s", "A token is renewed this long before it ends, and after a 401.");

    /** Refuses an address that would get credentials in clear, unless the ERP on the same server is asked in clear as well. */
    static void checkClear(Values at, Key<Auth> key, URI erp) {
        boolean erpIsClear = erp != null && References.isClear(erp);
        if (at.find(key).map(Auth::bare).orElse(null) instanceof Auth.OAuth2 auth) {
            URI page =
                    auth.authorization() == null ? null : auth.authorization().url();
            Stream.of(auth.tokenUrl(), page)
                    .filter(address -> address != null && References.isClear(address))
                    .filter(address -> !erpIsClear || !address.getHost().equalsIgnoreCase(erp.getHost()))
                    .findFirst()
                    .ifPresent(address -> at.refuse(
                            key,
                            "sends credentials in clear to " + address.getHost() + ": it is not https",
                            "write token_url and authorize.url with https://, or ask the ERP's maker"));
        }
    }

    static final ObjectForm<Auth> OAUTH2 = object(
            "auth_oauth2",
            "OAuth2 (RFC 6749).",
            OAuth2Form::oauth2,
            GRANT,
            TOKEN_URL,
            CLIENT_ID,
            CLIENT_SECRET,
            CREDENTIALS,
            ASSERTION,
            USERNAME,
            PASSWORD,
            SCOPE,
            FIELDS,
            AUTHORIZE,
            HEADER,
            PREFIX,
            RENEW_BEFORE,
            AuthKeys.EXPIRED,
            AuthKeys.LOGOUT,
            AuthKeys.QUERY,
            AuthKeys.HEADERS);

    private OAuth2Form() {}

    private static Auth oauth2(Values v) {
        Grant grant = Grant.valueOf(v.get(GRANT).toUpperCase(Locale.ROOT));
        check(v, grant);
        return AuthKeys.and(
                v,
                new Auth.OAuth2(
                        grant,
                        v.get(TOKEN_URL),
                        v.get(CLIENT_ID),
                        v.get(CLIENT_SECRET),
                        v.get(CREDENTIALS).equals("body"),
                        v.get(ASSERTION),
                        v.get(USERNAME),
                        v.get(PASSWORD),
                        v.get(SCOPE),
                        v.find(FIELDS).orElse(Map.of()),
                        v.get(AUTHORIZE),
                        v.get(HEADER),
                        v.get(PREFIX),
                        v.get(RENEW_BEFORE),
                        v.get(AuthKeys.EXPIRED),
                        AuthKeys.logout(v, v.get(TOKEN_URL))),
                v.get(HEADER));
    }

    /** What a grant needs, and what is of another one. */
    private static void check(Values v, Grant grant) {
        if (grant == Grant.JWT_BEARER) {
            require(v, ASSERTION, grant, "");
            if (v.has(ASSERTION) && v.get(ASSERTION).issuer() == null) {
                require(v, CLIENT_ID, grant, ", where assertion names no issuer");
            }
        } else {
            require(v, CLIENT_ID, grant, "");
            if (v.has(CLIENT_SECRET) && v.has(ASSERTION)) {
                v.refuse(ASSERTION, "proves the same as client_secret", "keep one of them");
            }
        }
        if (grant == Grant.CLIENT_CREDENTIALS && !v.has(CLIENT_SECRET) && !v.has(ASSERTION)) {
            v.refuse(CLIENT_SECRET, "is missing", "add client_secret: ${NAME}, or assertion: for a private key");
        }
        if (v.has(CLIENT_SECRET) && !v.has(CLIENT_ID)) {
            v.refuse(CLIENT_SECRET, "is given without client_id", "add client_id: ${NAME}");
        }
        if (grant == Grant.PASSWORD) {
            require(v, USERNAME, grant, "");
        }
        for (Key<?> key : new Key<?>[] {USERNAME, PASSWORD}) {
            if (v.has(key) && grant != Grant.PASSWORD) {
                v.refuse(
                        key,
                        "is of the grant password, but this is " + grant.word(),
                        "take it away, or say grant: password");
            }
        }
        if (v.has(AUTHORIZE) && grant != Grant.REFRESH_TOKEN) {
            v.refuse(
                    AUTHORIZE,
                    "is of the grant refresh_token, but this is " + grant.word(),
                    "take it away, or say grant: refresh_token");
        }
        if (grant == Grant.REFRESH_TOKEN) {
            require(v, AUTHORIZE, grant, "");
        }
        if (v.has(CREDENTIALS) && !v.has(CLIENT_SECRET)) {
            v.refuse(CREDENTIALS, "says where a client_secret is sent, but there is none", "take it away");
        }
    }

    private static void require(Values v, Key<?> key, Grant grant, String where) {
        if (!v.has(key)) {
            v.refuse(
                    key,
                    "is missing: the grant " + grant.word() + " needs it" + where,
                    "add " + key.name() + ": " + key.description());
        }
    }

    private static void checkField(String name, String text) throws Refusal {
        if (OURS.contains(name)) {
            throw new Refusal("is written by the program", "there is a key of its own for it below auth:");
        }
        if (text != null && RequestForm.isSecret(name)) {
            throw new Refusal("looks like a secret in clear", "say it as ${NAME} or ${file:/path}");
        }
    }
}
