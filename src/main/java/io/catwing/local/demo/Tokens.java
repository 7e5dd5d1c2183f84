package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Issues OAuth2 tokens for client credentials (RFC 6749, 4.4), given in a Basic header or in the form. */
public final class Tokens {
    private static final String BEARER = "Bearer ";

    private final String clientId;
    private final String clientSecret;
    private final Duration life;
    private final SecureRandom random = new SecureRandom();
    /** When each ends, in the terms of System.nanoTime. */
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    public Tokens(String clientId, String clientSecret, Duration life) {
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.life = life;
    }

    public Answer issue(Request request) {
        Map<String, String> form = Request.parameters(new String(request.body(), StandardCharsets.UTF_8));
        String pair = clientId + ":" + clientSecret;
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        boolean known = same(basic, request.authorization())
                || same(pair, form.getOrDefault("client_id", "") + ":" + form.getOrDefault("client_secret", ""));
        if (!request.method().equals("POST") || !"client_credentials".equals(form.get("grant_type"))) {
            return Answer.json(400, Answer.object().put("error", "unsupported_grant_type"));
        }
        if (!known) {
            return Answer.json(401, Answer.object().put("error", "invalid_client"));
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        ends.values().removeIf(end -> end - System.nanoTime() < 0);
        ends.put(token, System.nanoTime() + life.toNanos());
        ObjectNode body = Answer.object()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", Math.max(1, life.toSeconds()));
        return Answer.json(200, body);
    }

    public boolean isValid(Request request) {
        if (!request.authorization().startsWith(BEARER)) {
            return false;
        }
        Long end = ends.get(request.authorization().substring(BEARER.length()));
        return end != null && end - System.nanoTime() > 0;
    }

    public void revoke(Request request) {
        if (request.authorization().startsWith(BEARER)) {
            ends.remove(request.authorization().substring(BEARER.length()));
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
