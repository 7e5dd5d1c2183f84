package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How requests are authenticated. */
public sealed interface Auth {

    record None() implements Auth {}

    /** A key in a header, or in a query parameter if {@code query} is true. */
    record ApiKey(String name, boolean query, Secret value) implements Auth {}

    /** RFC 7617, user and password in UTF-8. @param password or null, which is an empty one */
    record Basic(Secret username, Secret password) implements Auth {}

    record Bearer(Secret token) implements Auth {}

    /** How an OAuth2 token is obtained. */
    enum Grant {
        /** RFC 6749, 4.4. */
        CLIENT_CREDENTIALS,
        /** RFC 6749, 4.3. */
        PASSWORD,
        /** RFC 6749, 6: by a refresh token that {@code catwing login} has stored. */
        REFRESH_TOKEN,
        /** RFC 7523, 2.1. */
        JWT_BEARER;

        /** As it is written in a client's file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A request that begins or ends a login. @param url its address; null: it goes below erp.url */
    record LoginRequest(URI url, RequestSpec request) {}

    /**
     * OAuth2.
     *
     * @param clientId or null, in the grant jwt_bearer
     * @param clientSecret or null
     * @param inBody id and secret are sent in the form instead of in a Basic header
     * @param assertion signed with a private key: the grant itself in jwt_bearer, otherwise what proves who the client is; or
     *     null
     * @param username of the grant password, or null
     * @param password of the grant password, or null, which is an empty one
     * @param scope or null
     * @param fields further ones of each token request
     * @param authorization where a person logs in first, or null
     * @param header name of the header that carries the token
     * @param prefix put before the token in that header; may be empty
     * @param renewBefore a token is renewed this long before it expires, and whenever the ERP answers 401
     * @param expired jq over an answer that means "log in again", or null
     * @param logout request that ends the token, or null
     */
    record OAuth2(
            Grant grant,
            URI tokenUrl,
            Secret clientId,
            Secret clientSecret,
            boolean inBody,
            Assertion assertion,
            Secret username,
            Secret password,
            String scope,
            Map<String, Field> fields,
            Authorization authorization,
            String header,
            String prefix,
            Duration renewBefore,
            String expired,
            LoginRequest logout)
            implements Auth {}

    /** A form's field. @param text null if it is a secret */
    record Field(String text, Secret secret) {
        public String value() {
            return secret == null ? text : secret.reveal();
        }
    }

    /**
     * Where a person says that the client may be read: authorization code (RFC 6749, 4.1) with PKCE (RFC 7636).
     *
     * @param redirect where the browser is sent back to; null: a free port of this machine
     * @param fields further parameters of the address
     */
    record Authorization(URI url, URI redirect, Map<String, String> fields) {}

    /**
     * A signed statement of who asks (RFC 7523).
     *
     * @param key PEM of a private key
     * @param keyId or null
     * @param algorithm RS256, PS256 or ES256
     * @param audience or null, which is the token endpoint
     * @param issuer or null, which is the client's id
     * @param subject or null, which is the issuer
     * @param claims further ones, each as JSON
     */
    record Assertion(
            Secret key,
            String keyId,
            String algorithm,
            String audience,
            String issuer,
            String subject,
            Duration life,
            Map<String, String> claims) {}

    /**
     * A login that answers with a token or a cookie.
     *
     * @param login the login request; its body template knows {@code {{username}}} and {@code {{password}}}
     * @param username or null
     * @param password or null
     * @param token where the answer holds the token, or null if the session is a cookie
     * @param header name of the header for the token, or null if the session is a cookie
     * @param prefix put before the token in that header, such as {@code "Bearer "}; may be empty
     * @param renewAfter a session is renewed when it is this old, and whenever the ERP answers 401
     * @param expired jq over an answer that means "log in again", or null
     * @param logout request that ends the session, or null
     */
    record Session(
            LoginRequest login,
            Secret username,
            Secret password,
            Token token,
            String header,
            String prefix,
            Duration renewAfter,
            String expired,
            LoginRequest logout)
            implements Auth {}

    /** Where a login's answer holds the token: exactly one of the three is not null. @param jq that yields one text */
    record Token(JsonPointer at, String header, String jq) {}

    /** Further credentials beside others, each in a header or a query parameter of its own; either may be empty. */
    record AndMore(Auth auth, Map<String, Secret> headers, Map<String, Secret> query) implements Auth {}

    /** Without what is beside it. */
    default Auth bare() {
        return this instanceof AndMore more ? more.auth() : this;
    }

    /** Headers beside it; may be empty. */
    default Map<String, Secret> headersBeside() {
        return this instanceof AndMore more ? more.headers() : Map.of();
    }

    /** Query parameters beside it; may be empty. */
    default Map<String, Secret> queryBeside() {
        return this instanceof AndMore more ? more.query() : Map.of();
    }

    /** Names of all query parameters that carry a credential; may be empty. */
    default Set<String> queryNames() {
        Set<String> names = new LinkedHashSet<>(queryBeside().keySet());
        if (bare() instanceof ApiKey key && key.query()) {
            names.add(key.name());
        }
        return names;
    }
}
