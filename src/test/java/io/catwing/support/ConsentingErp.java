package io.catwing.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A page on which everybody agrees at once, and a token endpoint that checks the code, where it came from, and PKCE. */
public final class ConsentingErp implements AutoCloseable {
    private final HttpServer server;
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private volatile boolean refreshTokens = true;
    private volatile Map<String, String> agreed = Map.of();

    public ConsentingErp() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/products", ConsentingErp::products);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public void withoutRefreshTokens() {
        refreshTokens = false;
    }

    /** What the pages were asked with, and the token requests, in order. */
    public List<Map<String, String>> asked() {
        return asked;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        asked.add(query);
        agreed = query;
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code=the-code-1&state="
                                + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(form);
        boolean good = "the-code-1".equals(form.get("code"))
                && agreed.getOrDefault("redirect_uri", "").equals(form.get("redirect_uri"))
                && agreed.getOrDefault("code_challenge", "").equals(challenge(form.getOrDefault("code_verifier", "")));
        byte[] body = (good
                        ? "{\"access_token\":\"access-of-a-person\",\"expires_in\":1800"
                                + (refreshTokens ? ",\"refresh_token\":\"refresh-of-a-person\"" : "") + "}"
                        : "{\"error\":\"invalid_grant\",\"error_description\":\"the-code-1 is bad\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(good ? 200 : 400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void products(HttpExchange exchange) throws IOException {
        boolean good =
                "Bearer access-of-a-person".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = "[{\"id\": \"P-1\", \"name\": \"Tea\"}]".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(good ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String text) {
        return Arrays.stream(text.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> URLDecoder.decode(parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
