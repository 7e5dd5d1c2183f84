package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;

/** How requests are authenticated. */
public sealed interface Auth {

    record None() implements Auth {}

    /** A key in a header, or in a query parameter if {@code query} is true. */
    record ApiKey(String name, boolean query, Secret value) implements Auth {}

    /** RFC 7617, user and password in UTF-8. */
    record Basic(Secret username, Secret password) implements Auth {}

    record Bearer(Secret token) implements Auth {}

    /**
     * OAuth2 client credentials (RFC 6749, 4.4).
     *
     * @param scope or null
     * @param inBody the credentials are sent in the form instead of in a Basic header
     * @param renewBefore a token is renewed this long before it expires, and whenever the ERP answers 401
     */
    record OAuth2(
            URI tokenUrl, Secret clientId, Secret clientSecret, String scope, boolean inBody, Duration renewBefore)
            implements Auth {}

    /**
     * A login that answers with a token or a cookie.
     *
     * @param login the login request; its body template knows {@code {{username}}} and {@code {{password}}}
     * @param token where the answer holds the token, or null if the session is a cookie
     * @param header name of the header for the token, or null if the session is a cookie
     * @param prefix put before the token in that header, such as {@code "Bearer "}; may be empty
     * @param renewAfter a session is renewed when it is this old, and whenever the ERP answers 401
     */
    record Session(
            RequestSpec login,
            Secret username,
            Secret password,
            JsonPointer token,
            String header,
            String prefix,
            Duration renewAfter)
            implements Auth {}
}
