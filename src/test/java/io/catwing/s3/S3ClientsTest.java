package io.catwing.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeKey;
import io.catwing.lake.S3Lake;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class S3ClientsTest {

    /** What a server is sent: some keep the transfer's encoding as the object's own, and no reader knows it then. */
    @Test
    void an_object_is_sent_as_it_is_and_not_in_aws_chunks(@TempDir Path folder) throws Exception {
        BlockingQueue<Headers> puts = new ArrayBlockingQueue<>(10);
        BlockingQueue<String> bodies = new ArrayBlockingQueue<>(10);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("PUT")) {
                puts.add(exchange.getRequestHeaders());
                bodies.add(body);
            }
            exchange.getResponseHeaders().add("ETag", "\"e\"");
            exchange.getResponseHeaders().add("Last-Modified", "Wed, 25 Nov 2026 18:00:00 GMT");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().add("Content-Length", "7");
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Path file = Files.writeString(folder.resolve("a"), "content");
        S3Settings settings = new S3Settings(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "us-east-1",
                "key",
                "secret",
                "test-bucket",
                true,
                false);
        try (S3Client client = S3Clients.create(settings)) {
            new S3Lake(client, settings.bucket())
                    .put(new LakeKey(LakeArea.DB_BACKUPS, "daily/2026-02-24.json"), file, "application/json", Map.of());
        } finally {
            server.stop(0);
        }

        assertThat(bodies.remove()).isEqualTo("content");
        Headers headers = puts.remove();
        assertThat(headers.get("Content-Encoding")).isNull();
        assertThat(headers.get("X-amz-decoded-content-length")).isNull();
        assertThat(headers.getFirst("X-amz-content-sha256")).doesNotStartWith("STREAMING");
    }
}
