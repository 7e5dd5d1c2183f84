package io.catwing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.client.Variables;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one client's logins and logouts. Answers are never repeated in messages: they contain the token, or what we sent.
 */
final class LoginClient implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LoginClient.class);
    private static final int AT_A_TIME = 2;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** For a logout: a process that is told to stop waits for it. */
    private static final Duration TO_LOG_OUT = Duration.ofSeconds(5);

    private final Client client;
    private final BoundedClient http;

    /** Weakly: they are forgotten with their answers. */
    private final Set<HttpUriRequestBase> underWay =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile boolean cut;

    LoginClient(Client client) {
        this.client = client;
        Erp.Limits limits = client.erp().limits();
        this.http = new BoundedClient(
                Connections.of(client.erp(), AT_A_TIME, SystemDefaultDnsResolver.INSTANCE, null, 0), limits);
    }

    Client client() {
        return client;
    }

    /** Reads the answer to a login. @param <T> what it comes to */
    interface Reading<T> {
        /** @param body a missing node if there is none */
        T read(Answer answer, JsonNode body);
    }

    /** The server understood, and refused. */
    static final class Refused extends QuarantinedFailure {
        private static final long serialVersionUID = 1L;

        private final String error;

        private Refused(String fact, String hint, String error) {
            super(fact, hint);
            this.error = error;
        }

        /** The word of RFC 6749, 5.2, such as invalid_grant; empty if the answer has none. */
        String error() {
            return error;
        }
    }

    /** A request of the client's file, with the credentials that go beside a login. */
    HttpUriRequestBase request(Auth.LoginRequest of, Variables variables) {
        ErpRequest rendered = of.url() == null
                ? WriteRequest.of(client.erp(), of.request(), variables)
                : WriteRequest.of(of.url(), of.request(), variables);
        HttpUriRequestBase request = new HttpUriRequestBase(rendered.method(), rendered.address());
        rendered.headers().forEach(request::setHeader);
        if (rendered.body() != null) {
            request.setEntity(new StringEntity(
                    rendered.body(), ContentType.parse(rendered.headers().get("Content-Type"))));
        }
        return request;
    }

    /**
     * @param what the server is, for messages: token endpoint or login
     * @throws RetryableFailure if the server cannot answer at the moment
     * @throws Refused if it refused the credentials
     * @throws QuarantinedFailure if its answer is none
     */
    <T> T send(HttpUriRequestBase request, String what, Reading<T> reading) {
        URI address = URI.create(request.getScheme() + "://" + request.getAuthority());
        String whole = "the " + what + " at " + address;
        addBeside(request, address);
        underWay.add(request);
        try {
            if (cut) {
                throw new IOException("the connections were closed");
            }
            BoundedClient.Open came =
                    http.open(request, whole, client.erp().limits().answer());
            try (InputStream body = came.body() == null ? InputStream.nullInputStream() : came.body()) {
                check(came.answer(), body, what, whole, address);
                String text = new String(whole(body, whole), StandardCharsets.UTF_8);
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

    /** Those in headers and parameters of their own, if the ERP itself is asked. */
    private void addBeside(HttpUriRequestBase request, URI address) {
        if (client.erp().url() != null
                && Addresses.origin(address)
                        .equals(Addresses.origin(client.erp().url()))) {
            Authentication.addBeside(client.erp().auth(), request);
        }
    }

    private void check(Answer answer, InputStream body, String what, String whole, URI address) throws IOException {
        int status = answer.status();
        if (status >= 500 || PASSING.contains(status)) {
            throw new RetryableFailure(
                    whole + " answered " + status,
                    "look at its state, then run the same command again",
                    RetryAfter.of(answer.header(HttpHeaders.RETRY_AFTER), Clock.systemUTC()),
                    null);
        }
        if (status == 404 || status == 405 || status == 410) {
            throw new QuarantinedFailure(
                    whole + " answered " + status + ": there is none at its address",
                    "correct erp.auth (" + (what.equals("login") ? "login: path or url" : "token_url")
                            + ") in the file of " + client.id());
        }
        if (status >= 300 && status < 400) {
            throw new QuarantinedFailure(
                    whole + " answered " + status + ", a redirect: credentials are sent to nobody else",
                    "correct erp.auth in the file of " + client.id() + " to the address that it leads to");
        }
        if (status >= 300) {
            String error = error(whole(body, whole));
            QuarantinedFailure said = wrong(
                    what,
                    address,
                    "refused the credentials with status " + status + (error.isEmpty() ? "" : " (" + error + ")"));
            throw new Refused(said.fact(), said.hint(), error);
        }
    }

    /** Only the word: what stands beside it may repeat what we sent. */
    private static String error(byte[] body) {
        try {
            String error = JSON.readTree(body).path("error").asText();
            return error.matches("[a-z_]{1,40}") ? error : "";
        } catch (IOException none) {
            return "";
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

    /** @param fact continues the name of the server */
    QuarantinedFailure wrong(String what, URI address, String fact) {
        return new QuarantinedFailure(
                "the " + what + " at " + Addresses.origin(address) + " " + fact,
                "check erp.auth in the file of " + client.id() + " and the environment that it refers to");
    }

    /** Ends a login. What becomes of it is logged at most: nothing that was fetched depends on it. */
    void logOut(Login login, Auth.LoginRequest spec) {
        boolean interrupted = Thread.interrupted();
        String reason;
        try {
            HttpUriRequestBase request = request(spec, Variables.of(client));
            addBeside(request, URI.create(request.getScheme() + "://" + request.getAuthority()));
            request.setHeader(login.header(), login.value());
            BoundedClient.Open came = http.open(request, "the logout of " + client.id(), TO_LOG_OUT);
            if (came.body() != null) {
                came.body().close();
            }
            // It has ended already where the ERP does not know it.
            reason = came.answer().status() < 400 || came.answer().status() == 401
                    ? null
                    : "the ERP answered " + came.answer().status();
        } catch (IOException e) {
            reason = Backoff.reason(e, "the ERP", client.erp().limits());
        } catch (Failure e) {
            reason = e.fact();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (reason != null) {
            LOG.warn(
                    "the logout of {} failed, and the ERP may count its session until it expires: {}",
                    client.id(),
                    reason);
        }
    }

    /** Ends logins under way, and refuses further ones. A logout goes on. */
    void cut() {
        cut = true;
        synchronized (underWay) {
            underWay.forEach(HttpUriRequestBase::cancel);
        }
    }

    void closeIdle() {
        http.closeIdle();
    }

    @Override
    public void close() {
        http.close();
    }
}
