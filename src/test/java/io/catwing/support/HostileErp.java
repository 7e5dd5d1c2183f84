package io.catwing.support;

import io.catwing.client.ClientId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * A server that does what no server should: each path but its last segment names a {@link Behaviour}. It goes on for as
 * long as the other side listens.
 */
public final class HostileErp implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String HONEST = "Content-Length: 10\r\n\r\n[{\"id\":1}]";
    private static final long DRIP = 200;

    /** What the server does with a request. */
    public enum Behaviour {
        WHITE_SPACE_BEFORE_THE_JSON,
        WHITE_SPACE_AFTER_THE_JSON,
        A_BYTE_NOW_AND_THEN,
        A_BYTE_OF_THE_HEAD_NOW_AND_THEN,
        ENDLESS_HEADERS,
        ENDLESS_HEADER,
        ENDLESS_STATUS_LINE,
        TOO_MANY_HEADERS,
        TOO_LONG_A_HEADER,
        TOO_MANY_CONTINUES,
        EMPTY_LINES_BEFORE_THE_HEAD,
        ENDLESS_CONTINUE,
        ENDLESS_EARLY_HINTS,
        ENDLESS_TRAILERS,
        ENDLESS_TRAILER,
        ENDLESS_CHUNK_EXTENSION,
        CHUNK_EXTENSIONS_NOW_AND_THEN,
        ENDLESS_BODY_OF_A_REDIRECT,
        REDIRECTS_IN_A_CIRCLE,
        REDIRECTS_WITHOUT_END,
        ENDLESS_BODY_OF_401,
        ENDLESS_BODY_OF_500,
        ENDLESS_BODY_OF_404,
        SILENCE,
        CLOSES_AT_ONCE,
        ENDS_BEFORE_ITS_LENGTH,
        GZIP_BOMB,
        GZIP_OF_NOTHING,
        ENDLESS_STRING,
        ENDLESS_NESTING,
        COME_BACK_IN_YEARS,
        NEGATIVE_LENGTH,
        CONTROL_CHARACTERS_IN_THE_ERROR,
        TOKEN_ENDLESS,
        TOKEN_A_BYTE_NOW_AND_THEN,
        TOKEN_ENDLESS_BODY_OF_A_REDIRECT;

        /** Whether it is the token endpoint that behaves so. */
        public boolean ofToken() {
            return name().startsWith("TOKEN_");
        }

        /** The client whose ERP behaves so. */
        public ClientId client() {
            return new ClientId("CW-" + String.format("%06d", 300 + ordinal()));
        }

        /** The variable that stands for its id and its secret in {@link HostileErp#file}. */
        public String variable() {
            return client().value().replace('-', '_') + "_ID";
        }
    }

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    public HostileErp() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** Address of the server that behaves so. */
    public String url(Behaviour behaviour) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/" + behaviour;
    }

    /**
     * The file of the client whose ERP behaves so.
     *
     * @param limits lines of {@code erp}, indented by two
     * @param entities lines at the margin
     */
    public String file(Behaviour behaviour, String limits, String entities) {
        String auth = behaviour.ofToken()
                ? "  auth: {type: oauth2, token_url: \"%s/token\", client_id: \"${%s}\", client_secret: \"${%s}\"}\n"
                        .formatted(url(behaviour), behaviour.variable(), behaviour.variable())
                : "";
        return "client: %s\nname: Test\nerp:\n  url: %s\n%s%s%s"
                .formatted(behaviour.client(), url(behaviour), auth, limits, entities);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "hostile-erp");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                thread(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            if (!head.isEmpty()) {
                String path = head.split(" ", 3)[1];
                behave(Behaviour.valueOf(path.split("/")[1]), path, socket);
            }
        } catch (IOException hungUp) {
            // The other side has had enough, which is what it is there for.
            open.remove(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(socket);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private void behave(Behaviour behaviour, String path, Socket socket) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        switch (behaviour) {
            case WHITE_SPACE_BEFORE_THE_JSON -> endless(out, OK + "\r\n", " \n");
            case WHITE_SPACE_AFTER_THE_JSON -> endless(out, OK + "\r\n[{\"id\":1}]", " \n");
            case A_BYTE_NOW_AND_THEN -> drip(out, OK + "\r\n[", "{\"id\":1},");
            case A_BYTE_OF_THE_HEAD_NOW_AND_THEN -> drip(out, "", OK + "X: y");
            case ENDLESS_HEADERS -> endless(out, OK, "X-More: of it\r\n");
            case ENDLESS_HEADER -> endless(out, OK + "X-More: ", "of it ");
            case ENDLESS_STATUS_LINE -> endless(out, "HTTP/1.1 200 ", "fine ");
            // These end, and well: nothing but their limits refuses them.
            case TOO_MANY_HEADERS -> send(out, OK + "X-More: of it\r\n".repeat(300) + HONEST);
            case TOO_LONG_A_HEADER -> send(out, OK + "X-More: " + "of it ".repeat(10_000) + "\r\n" + HONEST);
            case TOO_MANY_CONTINUES -> send(out, "HTTP/1.1 100 Continue\r\n\r\n".repeat(20) + OK + HONEST);
            case EMPTY_LINES_BEFORE_THE_HEAD -> endless(out, "", "\r\n");
            case ENDLESS_CONTINUE -> endless(out, "", "HTTP/1.1 100 Continue\r\n\r\n");
            case ENDLESS_EARLY_HINTS -> endless(out, "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            case ENDLESS_TRAILERS -> endless(out, CHUNKED + "a\r\n[{\"id\":1}]\r\n0\r\n", "X-More: of it\r\n");
            case ENDLESS_TRAILER -> endless(out, CHUNKED + "a\r\n[{\"id\":1}]\r\n0\r\nX-More: ", "of it ");
            case ENDLESS_CHUNK_EXTENSION -> endless(out, CHUNKED + "a;x=", "y");
            case CHUNK_EXTENSIONS_NOW_AND_THEN -> drip(out, CHUNKED, "1;x=" + "y".repeat(20) + "\r\n \r\n");
            case ENDLESS_BODY_OF_A_REDIRECT -> redirected(behaviour, path, out);
            case REDIRECTS_IN_A_CIRCLE -> send(out, redirect("/" + behaviour + "/products") + "\r\n");
            case REDIRECTS_WITHOUT_END -> send(out, redirect(path + "x") + "\r\n");
            case ENDLESS_BODY_OF_401, TOKEN_ENDLESS ->
                endless(out, "HTTP/1.1 " + (behaviour.ofToken() ? "200" : "401") + " X\r\n\r\n", "no ");
            case ENDLESS_BODY_OF_500 -> endless(out, "HTTP/1.1 500 X\r\n\r\n", "no ");
            case ENDLESS_BODY_OF_404 -> endless(out, "HTTP/1.1 404 X\r\n\r\n", "no ");
            case SILENCE -> closed.await();
            case CLOSES_AT_ONCE -> socket.setSoLinger(true, 0);
            case ENDS_BEFORE_ITS_LENGTH -> send(out, OK + "Content-Length: 1000\r\n\r\n[{\"id\":1},");
            case GZIP_BOMB -> endless(out, OK + "Content-Encoding: gzip\r\n\r\n", bomb(), new byte[0]);
            case GZIP_OF_NOTHING -> endless(out, OK + "Content-Encoding: gzip\r\n\r\n", new byte[0], gzip(""));
            case ENDLESS_STRING -> endless(out, OK + "\r\n[{\"id\":\"", "aaaa");
            case ENDLESS_NESTING -> endless(out, OK + "\r\n", "[");
            case COME_BACK_IN_YEARS ->
                send(out, "HTTP/1.1 503 X\r\nRetry-After: 999999999\r\nContent-Length: 0\r\n\r\n");
            case NEGATIVE_LENGTH -> send(out, OK + "Content-Length: -5\r\n\r\n[]");
            case CONTROL_CHARACTERS_IN_THE_ERROR ->
                send(out, "HTTP/1.1 400 X\r\n\r\n" + "\u001b[2J\0\u0007\u009b".repeat(500));
            case TOKEN_A_BYTE_NOW_AND_THEN -> drip(out, OK + "\r\n{", "\"access_token\":\"x\",");
            case TOKEN_ENDLESS_BODY_OF_A_REDIRECT -> endless(out, redirect("/else") + "\r\n", "no ");
        }
    }

    /** Whoever follows comes to another endless answer. */
    private static void redirected(Behaviour behaviour, String path, OutputStream out) throws IOException {
        if (path.endsWith("/there")) {
            endless(out, OK + "\r\n", " ");
        } else {
            endless(out, redirect("/" + behaviour + "/there") + "\r\n", "no ");
        }
    }

    private static String redirect(String to) {
        return "HTTP/1.1 302 X\r\nLocation: " + to + "\r\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void endless(OutputStream out, String first, String then) throws IOException {
        endless(out, first, new byte[0], then.repeat(1 + 4096 / then.length()).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void endless(OutputStream out, String first, byte[] second, byte[] then) throws IOException {
        send(out, first);
        out.write(second);
        while (then.length > 0) {
            out.write(then);
        }
    }

    private void drip(OutputStream out, String first, String then) throws IOException, InterruptedException {
        send(out, first);
        byte[] bytes = then.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        do {
            out.write(bytes[at++ % bytes.length]);
            out.flush();
        } while (!closed.await(DRIP, TimeUnit.MILLISECONDS));
    }

    private static byte[] bomb() throws IOException {
        return gzip("[{\"id\":1}" + " ".repeat(50 << 20) + "]");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
