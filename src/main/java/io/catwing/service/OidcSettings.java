package io.catwing.service;

import io.catwing.failure.AbortingFailure;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code catwing.oidc}: people sign in at a provider of OpenID Connect. Off where there is no issuer.
 *
 * @param issuer the provider's URL, as its tokens name it
 * @param clientId of this service at the provider
 * @param rolesClaim the claim that says who is what: a name, or a JSON Pointer to a claim within a claim
 * @param operator values of the claim that make an operator
 * @param viewer values of the claim that make a viewer
 * @param scopes what the provider is asked to tell
 * @param url of this service as browsers see it; none for what a request's Host says
 * @param only passwords do not count: neither in the form nor by HTTP Basic
 */
@ConfigurationProperties("catwing.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue List<String> operator,
        @DefaultValue List<String> viewer,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @DefaultValue("") String url,
        @DefaultValue("false") boolean only) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    boolean on() {
        return !issuer.isBlank();
    }

    /** Whether the two users may sign in with their passwords. */
    boolean passwords() {
        return !on() || !only;
    }

    /** The provider's name for people, such as {@code login.example.com}. */
    String host() {
        return URI.create(issuer).getHost();
    }

    /** @throws AbortingFailure for what is missing, or would let a third party sign people in */
    void check() {
        if (!on()) {
            if (only) {
                throw new AbortingFailure(
                        "CATWING_OIDC_ONLY is true, and CATWING_OIDC_ISSUER is not set",
                        "set CATWING_OIDC_ISSUER to the provider's URL, or let passwords count");
            }
            return;
        }
        if (clientId.isBlank() || clientSecret.isBlank()) {
            throw new AbortingFailure(
                    "CATWING_OIDC_ISSUER is set, and the client's id or its secret is not",
                    "set CATWING_OIDC_CLIENT_ID and CATWING_OIDC_CLIENT_SECRET to what the provider gave you");
        }
        if (operator.isEmpty() && viewer.isEmpty()) {
            throw new AbortingFailure(
                    "CATWING_OIDC_ISSUER is set, and nobody may sign in by it",
                    "set CATWING_OIDC_OPERATOR or CATWING_OIDC_VIEWER to values of the claim " + rolesClaim);
        }
        if (!isSafe()) {
            throw new AbortingFailure(
                    "CATWING_OIDC_ISSUER is '" + issuer + "': who listens in between could sign in as anybody",
                    "use the provider's https:// URL");
        }
    }

    private boolean isSafe() {
        try {
            URI uri = URI.create(issuer);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
