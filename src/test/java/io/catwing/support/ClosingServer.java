package io.catwing.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** An HTTP server that says nothing of where its bodies end: it closes the connection behind them, as HTTP/1.0 did. */
public final class ClosingServer implements AutoCloseable {
    private final ServerSocket server;
    private final CompletableFuture<Void> serving;

    /** @param body of each answer */
    public ClosingServer(String contentType, byte[] body, String... headers) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + contentType + "\r\n"
                + String.join("", headers) + "\r\n";
        serving = CompletableFuture.runAsync(() -> serve(head.getBytes(StandardCharsets.US_ASCII), body));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve(byte[] head, byte[] body) {
        while (true) {
            try (Socket connection = server.accept()) {
                BufferedReader asked = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                String line = asked.readLine();
                while (line != null && !line.isEmpty()) {
                    line = asked.readLine();
                }
                connection.getOutputStream().write(head);
                connection.getOutputStream().write(body);
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        serving.join();
    }
}
