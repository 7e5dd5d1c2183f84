package io.catwing.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Waits on this machine alone for the browser that the ERP sends back. Whatever else asks is told nothing and changes nothing. */
final class RedirectListener implements AutoCloseable {

    private static final String PATH = "/callback";
    private static final String THIS_MACHINE = "(?i)localhost|127(\\.[0-9]{1,3}){3}|::1";

    private final HttpServer server;
    private final URI redirect;
    private final CompletableFuture<String> query = new CompletableFuture<>();

    /**
     * @param redirect as the ERP knows it; null for a free port
     * @param isAnswer whether a query is an answer to this login
     * @throws AbortingFailure if the address is not of this machine, or its port is taken
     */
    RedirectListener(URI redirect, Function<String, Boolean> isAnswer) {
        try {
            String host = redirect == null ? "127.0.0.1" : redirect.getHost().replaceAll("[\\[\\]]", "");
            if (!host.matches(THIS_MACHINE) || redirect != null && !"http".equalsIgnoreCase(redirect.getScheme())) {
                throw new AbortingFailure(
                        "redirect_url " + redirect + " does not lead to this machine",
                        "run the same command with --paste, and type in where the browser ended");
            }
            int port = redirect == null ? 0 : redirect.getPort() < 0 ? 80 : redirect.getPort();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (IOException e) {
            throw new AbortingFailure(
                    "nothing can listen at redirect_url " + redirect + ": " + e.getMessage(),
                    "end what uses that port, or run the same command with --paste",
                    e);
        }
        this.redirect = redirect != null
                ? redirect
                : URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
        String path = this.redirect.getRawPath().isEmpty() ? "/" : this.redirect.getRawPath();
        server.createContext("/", exchange -> {
            String asked = exchange.getRequestURI().getRawQuery();
            boolean answer = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getRawPath().equals(path)
                    && asked != null
                    && isAnswer.apply(asked);
            say(
                    exchange,
                    answer ? 200 : 404,
                    answer
                            ? "Thank you. The terminal says what came of it; this window can be closed."
                            : "This is not an answer to the login that is under way.");
            if (answer) {
                query.complete(asked);
            }
        });
        server.start();
    }

    URI redirect() {
        return redirect;
    }

    /** @return the query that the browser came back with */
    String await(Duration patience) {
        try {
            return query.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException nobody) {
            throw new AbortingFailure(
                    "nobody came back to " + redirect + " within " + Durations.written(patience),
                    "run the same command again and open the address that it prints; with --paste where the browser is on"
                            + " another machine");
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AbortingFailure("the login was interrupted", "run the same command again", told);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
