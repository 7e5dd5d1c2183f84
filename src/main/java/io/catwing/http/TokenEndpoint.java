package io.catwing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Auth;
import io.catwing.failure.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Asks a token endpoint of OAuth2 (RFC 6749), and proves who asks. */
record TokenEndpoint(LoginClient http, Auth.OAuth2 oauth2) {

    static final String WHAT = "token endpoint";

    /** Life of a token without a declared one (RFC 6749 leaves that to the documentation); a 401 renews it earlier. */
    private static final Duration UNSAID = Duration.ofHours(1);

    /** Maximum life of a token, whatever is declared. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * What it gave. Never printed.
     *
     * @param refresh a new refresh token, or null
     */
    record Tokens(String access, String refresh, Duration life) {
        Tokens {
            Secrets.registerIssued(access);
            Secrets.registerIssued(refresh);
        }

        @Override
        public String toString() {
            return "tokens for " + life;
        }
    }

    /** @param grant the fields of the grant, in order */
    Tokens ask(Map<String, String> grant) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        // What a person has agreed to is not said again.
        if (oauth2.scope() != null && oauth2.grant() != Auth.Grant.REFRESH_TOKEN) {
            form.put("scope", oauth2.scope());
        }
        oauth2.fields().forEach((name, field) -> form.put(name, field.value()));
        HttpUriRequestBase request = new HttpUriRequestBase("POST", oauth2.tokenUrl());
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        proveClient(request, form);
        request.setEntity(new StringEntity(
                form.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")),
                ContentType.APPLICATION_FORM_URLENCODED));
        return http.send(request, WHAT, (answer, body) -> {
            JsonNode token = body.path("access_token");
            if (!token.isTextual() || token.textValue().isEmpty()) {
                throw http.wrong(WHAT, oauth2.tokenUrl(), "answered without an access_token");
            }
            String refresh = body.path("refresh_token").asText("");
            if (Math.max(token.textValue().length(), refresh.length()) > Login.LONGEST_TOKEN) {
                throw http.wrong(
                        WHAT,
                        oauth2.tokenUrl(),
                        "answered with a token of more than " + Login.LONGEST_TOKEN + " characters");
            }
            return new Tokens(token.textValue(), refresh.isEmpty() ? null : refresh, life(body.path("expires_in")));
        });
    }

    private void proveClient(HttpUriRequestBase request, Map<String, String> form) {
        if (oauth2.clientId() == null) {
            return;
        }
        String id = oauth2.clientId().reveal();
        if (oauth2.assertion() != null && oauth2.grant() != Auth.Grant.JWT_BEARER) {
            form.put("client_assertion_type", SignedAssertion.TYPE);
            form.put("client_assertion", SignedAssertion.of(oauth2));
        }
        if (oauth2.clientSecret() == null) {
            // A public client, or one that a signed assertion proves.
            form.put("client_id", id);
            return;
        }
        String secret = oauth2.clientSecret().reveal();
        if (oauth2.inBody()) {
            form.put("client_id", id);
            form.put("client_secret", secret);
        } else {
            // Both parts are form-encoded first (RFC 6749 2.3.1), which changes nothing in most of them.
            request.setHeader(HttpHeaders.AUTHORIZATION, Authentication.basic(encoded(id), encoded(secret)));
        }
    }

    /** The declared life, within reason: an endpoint may send anything. */
    static Duration life(JsonNode says) {
        double seconds = says.asDouble(0);
        if (!(seconds > 0)) {
            return UNSAID;
        }
        return Duration.ofSeconds(Math.round(Math.max(1, Math.min(seconds, LONGEST.toSeconds()))));
    }

    /** How long a token is used that lives so long. */
    Duration use(Duration life) {
        Duration early = life.minus(oauth2.renewBefore());
        // Otherwise a token that lives shorter than it is to be renewed before would be requested every time.
        return early.compareTo(life.dividedBy(2)) < 0 ? life.dividedBy(2) : early;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
