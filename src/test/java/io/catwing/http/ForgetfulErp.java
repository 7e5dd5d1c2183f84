package io.catwing.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * A token endpoint and an ERP behind it. A refresh token is forgotten once its successor is used: the refresh token or the access
 * token that was given for it. Until then it may be sent again, and what was given for it before is then forgotten instead. An
 * access token is good for one request, so that whoever asks the ERP exchanges tokens all the time.
 */
final class ForgetfulErp implements AutoCloseable {

    private final HttpServer server;
    private final Set<String> spent = new HashSet<>();
    private final List<String> losses = new ArrayList<>();
    private String refresh = "refresh-0";
    private String access = "access-0";
    private String nextRefresh;
    private String nextAccess;
    private int count;
    private int replays;
    private int served;
    private volatile IntConsumer asked = port -> {};

    ForgetfulErp() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::token);
        server.createContext("/products", this::products);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "forgetful-erp");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** @param listener is told from which port a token was asked for, before it is given */
    void whenAsked(IntConsumer listener) {
        asked = listener;
    }

    /** Refresh tokens that were sent though they were forgotten. */
    synchronized List<String> losses() {
        return List.copyOf(losses);
    }

    /** Answers that did not arrive, and were asked for again. */
    synchronized int replays() {
        return replays;
    }

    synchronized int exchanges() {
        return count;
    }

    synchronized int served() {
        return served;
    }

    private void token(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length < Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"))) {
            // Whoever sent it was killed amid it. This server's library takes what came for the whole.
            exchange.close();
            return;
        }
        String form = new String(body, StandardCharsets.UTF_8);
        String sent = URLDecoder.decode(form.replaceFirst(".*refresh_token=([^&]+).*$", "$1"), StandardCharsets.UTF_8);
        asked.accept(exchange.getRemoteAddress().getPort());
        String given = exchange(sent);
        answer(exchange, given == null ? 400 : 200, given == null ? "{\"error\":\"invalid_grant\"}" : given);
    }

    private synchronized String exchange(String sent) {
        if (sent.equals(nextRefresh)) {
            forget();
        } else if (!sent.equals(refresh)) {
            losses.add(sent + " was sent, but " + refresh + " is known");
            return null;
        } else if (nextRefresh != null) {
            replays++;
        }
        count++;
        nextRefresh = "refresh-" + count + "-" + "r".repeat(20);
        nextAccess = "access-" + count + "-" + "a".repeat(20);
        return "{\"access_token\":\"" + nextAccess
                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"" + nextRefresh + "\"}";
    }

    /** The successor is used. */
    private void forget() {
        refresh = nextRefresh;
        access = nextAccess;
        nextRefresh = null;
        nextAccess = null;
    }

    private void products(HttpExchange exchange) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        boolean good = use(header == null ? "" : header.replaceFirst("^Bearer ", ""));
        answer(exchange, good ? 200 : 401, "[]");
    }

    private synchronized boolean use(String sent) {
        if (sent.equals(nextAccess)) {
            forget();
        }
        boolean good = sent.equals(access) && spent.add(sent);
        served += good ? 1 : 0;
        return good;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
