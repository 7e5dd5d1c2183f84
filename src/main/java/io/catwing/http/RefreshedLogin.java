package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.TokenEndpoint.Tokens;
import io.catwing.login.HeldLogin;
import io.catwing.login.StoredLogin;
import io.catwing.login.StoredLogins;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A token by the stored refresh token (RFC 6749, 6), which may be of a single use. In this order, so that a process may be
 * killed anywhere: the lock; the note that the token is tried; the request; both new tokens in one commit; only then are they
 * used. An access token that another process got serves as well, and nothing is exchanged.
 */
final class RefreshedLogin implements LoginSource {

    /** Beside the time that an answer may take: others store what came, and wait for the database meanwhile. */
    private static final Duration TO_STORE = Duration.ofMinutes(3);

    private static final Duration NOT_AGAIN = Duration.ofMinutes(10);

    private final LoginClient http;
    private final Auth.OAuth2 oauth2;
    private final StoredLogins logins;
    private final TokenEndpoint endpoint;
    private Unstored unstored;
    private Forgotten forgotten;

    /** What came and could not be stored for minutes: it is stored before anything else is tried. */
    private record Unstored(StoredLogin former, String refresh, Tokens tokens, Instant until) {
        @Override
        public String toString() {
            return "tokens after " + former;
        }
    }

    /** A token that the server has refused is not sent again for a while: a file after the other would. */
    private record Forgotten(long version, Instant until, QuarantinedFailure failure) {}

    RefreshedLogin(LoginClient http, Auth.OAuth2 oauth2, StoredLogins logins) {
        this.http = http;
        this.oauth2 = oauth2;
        this.logins = logins;
        this.endpoint = new TokenEndpoint(http, oauth2);
    }

    @Override
    public synchronized Login logIn(Login refused) {
        ClientId client = http.client().id();
        String party = party(oauth2);
        StoredLogin stored = logins.read(client, party).orElseThrow(this::nobody);
        if (unstored == null && isGood(stored, refused)) {
            return login(stored);
        }
        Duration patience = http.client().erp().limits().answer().plus(TO_STORE);
        try (HeldLogin held = logins.hold(client, party, patience)) {
            stored = held.read().orElseThrow(this::nobody);
            if (unstored != null) {
                stored = store(held, unstored);
            }
            if (isGood(stored, refused)) {
                return login(stored);
            }
            if (forgotten != null
                    && forgotten.version() == stored.version()
                    && Instant.now().isBefore(forgotten.until())) {
                throw forgotten.failure();
            }
            held.tries(stored);
            return login(exchange(held, stored));
        }
    }

    private StoredLogin exchange(HeldLogin held, StoredLogin stored) {
        Map<String, String> grant = new LinkedHashMap<>();
        grant.put("grant_type", oauth2.grant().word());
        grant.put("refresh_token", stored.refresh());
        Instant asked = Instant.now();
        Tokens tokens;
        try {
            tokens = endpoint.ask(grant);
        } catch (LoginClient.Refused refusal) {
            if (!refusal.error().equals("invalid_grant")) {
                throw refusal;
            }
            // Our lock may have ended with its session, and another process was faster.
            return held.read()
                    .filter(now -> now.version() != stored.version())
                    .orElseThrow(() -> forgotten(stored, refusal));
        }
        // A server that does not rotate sends none: the old one stays (RFC 6749, 6).
        String refresh = Objects.requireNonNullElse(tokens.refresh(), stored.refresh());
        Instant until = asked.plus(endpoint.use(tokens.life()));
        return store(held, new Unstored(stored, refresh, tokens, until));
    }

    private StoredLogin store(HeldLogin held, Unstored came) {
        unstored = came;
        StoredLogin stored =
                held.store(came.former(), came.refresh(), came.tokens().access(), came.until());
        unstored = null;
        return stored;
    }

    private boolean isGood(StoredLogin stored, Login refused) {
        return stored.access() != null
                && Instant.now().isBefore(stored.accessUntil())
                && (refused == null || !refused.value().equals(oauth2.prefix() + stored.access()));
    }

    private Login login(StoredLogin stored) {
        return new Login(oauth2.header(), oauth2.prefix() + stored.access(), stored.accessUntil());
    }

    /** Whom the tokens are for. */
    static String party(Auth.OAuth2 oauth2) {
        return StoredLogins.party(
                oauth2.tokenUrl().toString(), oauth2.clientId().reveal());
    }

    private QuarantinedFailure nobody() {
        ClientId client = http.client().id();
        return new QuarantinedFailure(
                "nobody has logged in to the ERP of " + client + " yet: there is no refresh token",
                "run ./catwing login " + client);
    }

    private QuarantinedFailure forgotten(StoredLogin stored, LoginClient.Refused refusal) {
        String why = stored.tries() == 0
                ? "it has expired, was revoked, or another program uses it as well"
                : "it was sent before, at " + stored.triedAt().truncatedTo(ChronoUnit.SECONDS)
                        + ", and the answer never came to be stored: this server forgets a token at once";
        QuarantinedFailure failure = new QuarantinedFailure(
                refusal.fact() + " for the stored refresh token: " + why,
                "run ./catwing login " + http.client().id() + "; docs/reference/logins.md says what can be promised");
        forgotten = new Forgotten(stored.version(), Instant.now().plus(NOT_AGAIN), failure);
        return failure;
    }

    @Override
    public void logOut(Login login) {
        if (oauth2.logout() != null) {
            http.logOut(login, oauth2.logout());
        }
    }
}
