package io.catwing.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Logs in if an ERP requires it. Answers are never repeated in messages: they contain the token, or what we sent.
 */
public final class Logins implements AutoCloseable {

    private static final int AT_A_TIME = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** Life of a token without a declared one (RFC 6749 leaves that to the documentation); a 401 renews it earlier. */
    private static final Duration UNSAID = Duration.ofHours(1);

    /** Maximum life of a token, whatever is declared. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Client client;
    private final BoundedClient http;

    public Logins(Client client) {
        this.client = client;
        Erp.Limits limits = client.erp().limits();
        this.http = new BoundedClient(
                Connections.builder(limits, AT_A_TIME, SystemDefaultDnsResolver.INSTANCE, null, 0)
                        .build(),
                limits);
    }

    /** Client credentials, RFC 6749 4.4. */
    Login oauth2(Auth.OAuth2 oauth2) {
        String id = oauth2.clientId().reveal();
        String secret = oauth2.clientSecret().reveal();
        String form = "grant_type=client_credentials"
                + (oauth2.scope() == null ? "" : "&scope=" + encoded(oauth2.scope()))
                + (oauth2.inBody() ? "&client_id=" + encoded(id) + "&client_secret=" + encoded(secret) : "");
        HttpUriRequestBase request = new HttpUriRequestBase("POST", oauth2.tokenUrl());
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        if (!oauth2.inBody()) {
            // Both parts are form-encoded first (RFC 6749 2.3.1), which changes nothing in most of them.
            request.setHeader(HttpHeaders.AUTHORIZATION, Authentication.basic(encoded(id), encoded(secret)));
        }
        return send(request, "token endpoint", (response, body) -> {
            JsonNode token = body.path("access_token");
            if (!token.isTextual()) {
                throw quarantined("token endpoint", oauth2.tokenUrl(), "answered without an access_token");
            }
            Duration life = life(body.path("expires_in"));
            Duration early = life.minus(oauth2.renewBefore());
            // Otherwise a token that lives shorter than it is to be renewed before would be requested every time.
            Duration use = early.compareTo(life.dividedBy(2)) < 0 ? life.dividedBy(2) : early;
            return new Login(
                    HttpHeaders.AUTHORIZATION,
                    "Bearer " + token.textValue(),
                    Instant.now().plus(use));
        });
    }

    /** The client's own login request, answered with a token or with cookies. */
    Login session(Auth.Session session) {
        Variables variables = Variables.of(client)
                .with(Variable.USERNAME, session.username().reveal())
                .with(Variable.PASSWORD, session.password().reveal());
        ErpRequest rendered = WriteRequest.of(client.erp(), session.login(), variables);
        HttpUriRequestBase request = new HttpUriRequestBase(rendered.method(), rendered.address());
        rendered.headers().forEach(request::setHeader);
        if (rendered.body() != null) {
            request.setEntity(new StringEntity(
                    rendered.body(), ContentType.parse(rendered.headers().get("Content-Type"))));
        }
        Instant renewAt = Instant.now().plus(session.renewAfter());
        return send(
                request,
                "login",
                (response, body) -> session.header() == null
                        ? new Login("Cookie", cookies(response, rendered.address()), renewAt)
                        : new Login(
                                session.header(), session.prefix() + token(session.token(), body, rendered), renewAt));
    }

    private String token(JsonPointer at, JsonNode body, ErpRequest login) {
        JsonNode token = body.at(at);
        if (!token.isValueNode() || token.asText().isEmpty()) {
            throw quarantined("login", login.address(), "answered without a token at '" + at + "'");
        }
        return token.asText();
    }

    private String cookies(Answer answer, URI address) {
        String cookies = answer.headers("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0].strip())
                .collect(Collectors.joining("; "));
        if (cookies.isEmpty()) {
            throw quarantined("login", address, "answered without a cookie");
        }
        return cookies;
    }

    /** Reads the answer to a login. */
    private interface Reading {
        Login read(Answer answer, JsonNode body);
    }

    /** The declared life, within reason: an endpoint may send anything. */
    static Duration life(JsonNode says) {
        double seconds = says.asDouble(0);
        if (!(seconds > 0)) {
            return UNSAID;
        }
        return Duration.ofSeconds(Math.round(Math.max(1, Math.min(seconds, LONGEST.toSeconds()))));
    }

    private Login send(HttpUriRequestBase request, String what, Reading reading) {
        String asked = request.getScheme() + "://" + request.getAuthority();
        String whole = "the " + what + " at " + asked;
        URI address = URI.create(asked);
        try {
            BoundedClient.Open came =
                    http.open(request, whole, client.erp().limits().answer());
            try (InputStream body = came.body() == null ? InputStream.nullInputStream() : came.body()) {
                int status = came.answer().status();
                if (status >= 500 || PASSING.contains(status)) {
                    throw new RetryableFailure(
                            whole + " answered " + status,
                            "look at its state, then run the same command again",
                            RetryAfter.of(came.answer().header(HttpHeaders.RETRY_AFTER), Clock.systemUTC()),
                            null);
                }
                if (status == 404 || status == 405 || status == 410) {
                    throw new QuarantinedFailure(
                            whole + " answered " + status + ": there is none at its address",
                            "correct erp.auth (" + (what.equals("login") ? "login: path" : "token_url")
                                    + ") in the file of " + client.id());
                }
                if (status >= 300 && status < 400) {
                    throw new QuarantinedFailure(
                            whole + " answered " + status + ", a redirect: credentials are sent to nobody else",
                            "correct erp.auth in the file of " + client.id() + " to the address that it leads to");
                }
                if (status >= 300) {
                    throw quarantined(what, address, "refused the credentials with status " + status);
                }
                byte[] bytes = whole(body, whole);
                String text = new String(bytes, StandardCharsets.UTF_8);
                return reading.read(came.answer(), text.isBlank() ? JSON.missingNode() : JSON.readTree(text));
            }
        } catch (JsonProcessingException e) {
            // Jackson's message may quote the answer, and so may its cause in a log.
            throw new RetryableFailure(
                    whole + " answered with something that is no JSON",
                    "look at its state, then run the same command again");
        } catch (IOException e) {
            throw new RetryableFailure(
                    Backoff.reason(e, whole, client.erp().limits()),
                    "look at its state, then run the same command again");
        }
    }

    private byte[] whole(InputStream body, String whole) throws IOException {
        byte[] bytes = null;
        try {
            bytes = body.readNBytes(LONGEST_ANSWER + 1);
        } catch (QuarantinedFailure longer) {
            throw new QuarantinedFailure(
                    whole + ": " + longer.fact(), "see what it answers; a login is a few lines", longer);
        }
        if (bytes.length > LONGEST_ANSWER) {
            throw new QuarantinedFailure(
                    whole + " answered with more than " + LONGEST_ANSWER + " bytes",
                    "see what it answers; a login is a few lines");
        }
        return bytes;
    }

    private QuarantinedFailure quarantined(String what, URI address, String fact) {
        return new QuarantinedFailure(
                "the " + what + " at " + Addresses.origin(address) + " " + fact,
                "check erp.auth in the file of " + client.id() + " and the environment that it refers to");
    }

    @Override
    public void close() {
        http.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
