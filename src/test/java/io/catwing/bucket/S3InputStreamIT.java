package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a server that cuts connections. */
class S3InputStreamIT {
    private static final String KEY = "raw-data/CW-000200/2026-02-24/sales_orders.json";

    private final byte[] content = new byte[300_000];
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String etag = "first";
    /** How many bytes the n-th answer, from 1, gives before its connection is cut. */
    private volatile IntUnaryOperator given = n -> content.length;

    private volatile boolean knowsRanges = true;
    private HttpServer server;
    private S3Client s3;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        s3 = S3Clients.create(new S3Settings(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "us-east-1",
                "key",
                "secret",
                "masters",
                null,
                false));
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Test
    void a_cut_connection_is_taken_up_where_it_was_cut() throws Exception {
        given = n -> 100_000;

        try (InputStream in = open()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_file_that_is_replaced_between_two_cuts_is_not_patched_together() throws Exception {
        given = n -> 100_000;

        try (InputStream in = open()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            etag = "second";
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(QuarantinedFailure.class)
                    .hasMessageContaining("raw-data/CW-000200/2026-02-24/sales_orders.json is another one by now");
        }
    }

    @Test
    void a_server_that_gives_nothing_more_is_left_after_some_tries() throws Exception {
        given = n -> n == 1 ? 100_000 : 0;

        try (InputStream in = open()) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reading raw-data/CW-000200/2026-02-24/sales_orders.json")
                    .hasMessageContaining("at byte 100000");
        }
    }

    @Test
    void a_file_left_in_the_middle_is_closed_at_once() throws Exception {
        try (InputStream in = open()) {
            assertThat(in.read()).isEqualTo(content[0] & 0xff);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_range_that_is_cut_is_taken_up_and_ends_where_it_was_to_end() throws Exception {
        given = n -> 50_000;

        try (InputStream in = open(1000, 121_000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1000, 121_000));
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_server_that_gives_more_than_the_range_is_not_believed() {
        knowsRanges = false;

        assertThatThrownBy(() -> open(1000, 121_000)).hasMessageContaining(KEY + " has another length by now");
    }

    private InputStream open(long from, long to) {
        return new S3InputStream(
                s3,
                "masters",
                KEY,
                "first",
                new S3InputStream.Range(from, to, content.length),
                "find out who wrote it");
    }

    private InputStream open() {
        return new S3InputStream(s3, "masters", KEY, "first", content.length, "find out who wrote it");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int from = 0;
            int to = content.length;
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range != null && knowsRanges) {
                String[] bounds = range.substring("bytes=".length()).split("-");
                from = Integer.parseInt(bounds[0]);
                to = bounds.length > 1 ? Integer.parseInt(bounds[1]) + 1 : to;
            }
            if (!exchange.getRequestHeaders().getFirst("If-Match").equals("\"" + etag + "\"")) {
                exchange.sendResponseHeaders(412, -1);
                return;
            }
            int n = asked.incrementAndGet();
            exchange.getResponseHeaders().add("ETag", "\"" + etag + "\"");
            exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
            int bytes = Math.min(given.applyAsInt(n), to - from);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
        }
    }
}
