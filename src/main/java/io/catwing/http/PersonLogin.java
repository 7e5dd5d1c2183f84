package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import io.catwing.login.StoredLogins;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A person says to an ERP that its client may be read: authorization code (RFC 6749, 4.1) with PKCE (RFC 7636, S256) and a
 * state. What comes of it is stored; no token and no code is shown.
 */
public final class PersonLogin implements AutoCloseable {
    private static final int RANDOM_BYTES = 32;
    private static final int LONGEST_TEXT = 200;

    private final Client client;
    private final Auth.OAuth2 oauth2;
    private final StoredLogins stored;
    private final LoginClient http;
    private final String verifier = random();
    private final String state = random();
    private final URI redirect;
    private final RedirectListener listener;

    /**
     * @param listen for the browser on this machine; otherwise {@link #finish(String)} is told where it ended
     * @throws AbortingFailure if the client's file does not say that a person logs in
     */
    public PersonLogin(Client client, StoredLogins stored, boolean listen) {
        if (!(client.erp().auth().bare() instanceof Auth.OAuth2 auth) || auth.authorization() == null) {
            throw new AbortingFailure(
                    "nobody has to log in to the ERP of " + client.id() + ": its file has no grant: refresh_token",
                    "see docs/reference/clients.md, refresh tokens");
        }
        stored.requireKey(client.id());
        URI redirect = auth.authorization().redirect();
        if (!listen && redirect == null) {
            // A port that nobody listens on: the browser ends at an error, with the code in its address.
            redirect = URI.create("http://127.0.0.1:1/callback");
        }
        this.client = client;
        this.oauth2 = auth;
        this.stored = stored;
        this.redirect = redirect;
        this.listener = listen ? new RedirectListener(redirect, this::isAnswer) : null;
        this.http = new LoginClient(client);
        Secrets.registerForUse(verifier);
    }

    private URI redirect() {
        return listener == null ? redirect : listener.redirect();
    }

    /** The page for the person. */
    public URI address() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", oauth2.clientId().reveal());
        query.put("redirect_uri", redirect().toString());
        if (oauth2.scope() != null) {
            query.put("scope", oauth2.scope());
        }
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.putAll(oauth2.authorization().fields());
        String page = oauth2.authorization().url().toString();
        return URI.create(page
                + query.entrySet().stream()
                        .map(parameter -> Addresses.encodeQuery(parameter.getKey())
                                + "="
                                + Addresses.encodeQuery(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", "")));
    }

    /** Waits for the browser, then as {@link #finish(String)}. */
    public void await(Duration patience) {
        exchange(parameters(listener.await(patience)));
    }

    /**
     * Exchanges the code, and stores the refresh token.
     *
     * @param typed the address that the browser ended at, or the code alone
     * @throws AbortingFailure if it is neither, or an answer to another login
     */
    public void finish(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            throw new AbortingFailure("nothing was typed in", "run the same command again");
        }
        Secrets.registerForUse(text);
        if (!text.contains("code=") && !text.contains("error=")) {
            // The person has it from the page itself: there is no state to compare.
            exchange(Map.of("code", text));
            return;
        }
        String query = text.replaceFirst("^[^?]*\\?", "").replaceFirst("#.*$", "");
        if (!isAnswer(query)) {
            throw new AbortingFailure(
                    "the address is the answer to another login: its state differs",
                    "run the same command again, open the address that it prints then, and type in where that one ends");
        }
        exchange(parameters(query));
    }

    private boolean isAnswer(String query) {
        String came = parameters(query).getOrDefault("state", "");
        return MessageDigest.isEqual(came.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private void exchange(Map<String, String> answer) {
        String code = answer.get("code");
        if (code == null || code.isEmpty()) {
            String error = PrintableText.clean(
                    answer.getOrDefault("error", "no code") + " " + answer.getOrDefault("error_description", ""),
                    LONGEST_TEXT);
            throw new AbortingFailure(
                    "the ERP of " + client.id() + " did not agree: " + error.strip(),
                    "run the same command again, and agree on the page; check scope and parameters in "
                            + client.file());
        }
        Secrets.registerForUse(code);
        Map<String, String> grant = new LinkedHashMap<>();
        grant.put("grant_type", "authorization_code");
        grant.put("code", code);
        grant.put("redirect_uri", redirect().toString());
        grant.put("code_verifier", verifier);
        Instant asked = Instant.now();
        TokenEndpoint endpoint = new TokenEndpoint(http, oauth2);
        TokenEndpoint.Tokens tokens = endpoint.ask(grant);
        if (tokens.refresh() == null) {
            throw new AbortingFailure(
                    "the token endpoint gave an access token and no refresh token: the login would end with it",
                    "ask for one as the ERP's documentation says, such as scope: offline_access or parameters:"
                            + " {access_type: offline} in " + client.file());
        }
        stored.begin(
                client.id(),
                RefreshedLogin.party(oauth2),
                tokens.refresh(),
                tokens.access(),
                asked.plus(endpoint.use(tokens.life())));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            try {
                parameters.putIfAbsent(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                parameters.putIfAbsent(parts[0], "");
            }
        }
        return parameters;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
        http.close();
    }
}
