package io.catwing.http;

import io.catwing.client.Erp;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.RedirectException;

/** Decides when a request is retried, and describes what went wrong. */
public final class Backoff {

    private static final int LARGEST_SHIFT = 30;

    /** Alerts of TLS about what we showed, or did not show. */
    private static final Pattern WANTS_CERTIFICATE = Pattern.compile(
            "alert: (certificate_required|bad_certificate|certificate_unknown|unknown_ca|handshake_failure)");

    private Backoff() {}

    /**
     * The server's Retry-After, within reason; otherwise the client's backoff. One of no time at all, or a date that is past by our
     * clock, would burn all attempts at once.
     *
     * @param longest delay that a server may ask for
     * @param attempt that failed, from 1
     */
    public static Duration pause(Exception last, Erp.Retry retry, Duration longest, int attempt) {
        Optional<Duration> asked =
                last instanceof RetryableFailure failure ? failure.retryAfter() : Optional.<Duration>empty();
        if (asked.isPresent() && !asked.get().isZero()) {
            return asked.get().compareTo(longest) > 0 ? longest : asked.get();
        }
        return backoff(retry, attempt, ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Twice as long each time. Half of it is random, so that requests that failed together are not retried
     * together.
     *
     * @param attempt that failed, from 1
     * @param chance from 0 to 1
     */
    static Duration backoff(Erp.Retry retry, int attempt, double chance) {
        double full = retry.delay().toMillis() * Math.pow(2, Math.min(attempt - 1, LARGEST_SHIFT));
        double capped = Math.min(full, retry.maxDelay().toMillis());
        return Duration.ofMillis(Math.round(capped / 2 + capped / 2 * chance));
    }

    /** @param server its scheme, host and port */
    public static String reason(Exception last, String server, Erp.Limits limits) {
        if (last instanceof RetryableFailure failure) {
            return failure.fact();
        }
        if (last instanceof ConnectTimeoutException) {
            return server + " could not be connected within " + Durations.written(limits.connectTimeout());
        }
        if (last instanceof SocketTimeoutException) {
            return server + " gave no answer within " + Durations.written(limits.timeout());
        }
        if (last instanceof UnknownHostException) {
            return "the host of " + server + " is unknown";
        }
        if (last.getCause() instanceof RedirectException) {
            return server + " redirects in circles, or too often";
        }
        if (isDistrusted(last)) {
            return "the TLS of " + server + " cannot be trusted: " + last.getMessage();
        }
        if (last instanceof IOException) {
            return "the connection to " + server + " failed: " + last.getMessage();
        }
        return String.valueOf(last);
    }

    /** Whether a retry can help: a certificate does not change, and neither does a redirect loop. */
    public static boolean mayPass(Exception last) {
        return !(last.getCause() instanceof RedirectException) && !isDistrusted(last);
    }

    /** The certificate is at fault, not a broken connection or a server without TLS. */
    private static boolean isDistrusted(Exception last) {
        return last instanceof SSLPeerUnverifiedException
                || last instanceof SSLHandshakeException && last.getCause() instanceof CertificateException;
    }

    /** The most likely remedy, of the ERP. @param otherwise what to do if the failure does not say */
    public static String hint(Exception last, String otherwise) {
        return hint(last, otherwise, AskedServer.ERP);
    }

    /** The most likely remedy. @param otherwise what to do if the failure does not say */
    public static String hint(Exception last, String otherwise, AskedServer server) {
        if (last instanceof RetryableFailure failure) {
            return failure.hint();
        }
        if (last instanceof ConnectTimeoutException || last instanceof ConnectException) {
            return "look whether " + server.called() + " is up and can be reached from here, and " + server.key()
                    + " in the client's file is right";
        }
        if (last instanceof SocketTimeoutException) {
            return "raise erp.limits.timeout in the client's file, or ask for smaller pages (paging: size)";
        }
        if (last instanceof UnknownHostException) {
            return "correct the host of " + server.key() + " in the client's file, or this machine's name resolution";
        }
        if (last.getCause() instanceof RedirectException) {
            return "if " + server.called() + " really moved, correct " + server.key() + " in the client's file";
        }
        if (last instanceof IOException
                && WANTS_CERTIFICATE.matcher(String.valueOf(last.getMessage())).find()) {
            return "the server wants a client's certificate, or another one: see erp.tls in the client's file";
        }
        if (last instanceof SSLException && !isDistrusted(last)) {
            return "look whether the server speaks TLS at this port, and the address should begin with https://";
        }
        if (isDistrusted(last)) {
            return "have " + server.called()
                    + " show a certificate that this machine trusts, or add its authority to Java's trust store";
        }
        return otherwise;
    }
}
