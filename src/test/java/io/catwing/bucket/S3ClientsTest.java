package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

class S3ClientsTest {

    /** What a server is sent: some keep the transfer's encoding as the object's own, and no reader knows it then. */
    @Test
    void an_object_is_sent_as_it_is_and_not_in_aws_chunks(@TempDir Path folder) throws Exception {
        BlockingQueue<Headers> puts = new ArrayBlockingQueue<>(10);
        BlockingQueue<String> bodies = new ArrayBlockingQueue<>(10);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
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
            new S3ObjectStore(client, settings.bucket())
                    .upload(
                            new ObjectKey(Area.CLIENT_DATA, "CW-000200/locations.xlsx"),
                            file,
                            "text/plain",
                            Optional.empty());
        } finally {
            server.stop(0);
        }

        assertThat(bodies.remove()).isEqualTo("content");
        Headers headers = puts.remove();
        assertThat(headers.get("Content-Encoding")).isNull();
        assertThat(headers.get("X-amz-decoded-content-length")).isNull();
        assertThat(headers.getFirst("X-amz-content-sha256")).doesNotStartWith("STREAMING");
    }

    @Test
    void routes_that_write_to_the_bucket_start_while_its_server_is_down() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.start();
        server.stop(0);
        S3Settings settings = new S3Settings(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "us-east-1",
                "key",
                "secret",
                "test-bucket",
                true,
                false);
        try (S3Client client = S3Clients.create(settings);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("aws2-s3", new BucketComponent(client));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:put").routeId("put").to("aws2-s3:test-bucket");
                }
            });
            camel.start();

            assertThat(camel.getRouteController().getRouteStatus("put")).isEqualTo(ServiceStatus.Started);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>, the same continuation token twice",
        "<IsTruncated>true</IsTruncated><NextContinuationToken>#</NextContinuationToken>"
                + "<Contents><Key>db-backups/daily/2026-02-24.json</Key><Size>1</Size><ETag>e</ETag>"
                + "<LastModified>2026-11-25T18:00:00Z</LastModified></Contents>, the same objects twice",
        "<IsTruncated>true</IsTruncated>, 'an answer that says that more follow, without a continuation token'",
    })
    void a_list_that_would_never_end_or_is_not_whole_ends_in_a_failure(String answer, String told) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = answering(() ->
                // A server that would go on for ever stops here, so that the test fails rather than hangs.
                "<ListBucketResult>" + (asked.incrementAndGet() > 50 ? "" : answer.replace("#", "t" + asked.get()))
                        + "</ListBucketResult>");
        try (S3Client client = S3Clients.create(settings(server))) {
            String hint =
                    "\nHINT: look into the S3 server, and into a proxy or cache before it; no list of it can be believed";
            assertThatThrownBy(() -> new S3ObjectStore(client, "test-bucket")
                            .list(Area.DB_BACKUPS, "")
                            .count())
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage("list of db-backups/ in bucket test-bucket brought " + told + hint);
            asked.set(0);
            assertThatThrownBy(() -> new S3RawFiles(client, "test-bucket")
                            .list(new ClientId("CW-000200"))
                            .count())
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage("list of raw-data/CW-000200/ in bucket test-bucket brought " + told + hint);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'list of raw-data/CW-000200/ in bucket test-bucket brought an answer that does not say whether more follow'",
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>raw-data/CW-000200/2026-02-24/products.json</Key>"
                + "<Size>1</Size></Contents></ListBucketResult>,"
                + "S3 tells of raw-data/CW-000200/2026-02-24/products.json in bucket test-bucket without an ETag",
    })
    void an_answer_that_was_cut_off_is_no_empty_list_and_is_asked_for_again(String answer, String told)
            throws Exception {
        HttpServer server = answering(() -> answer);
        try (S3Client client = S3Clients.create(settings(server))) {
            assertThatThrownBy(() -> new S3RawFiles(client, "test-bucket")
                            .list(new ClientId("CW-000200"))
                            .count())
                    .isInstanceOf(RetryableFailure.class)
                    .hasMessage(told + "\nHINT: look into the S3 server, and into a proxy or cache before it");
        } finally {
            server.stop(0);
        }
    }

    /** A server that gives such an answer to every request. */
    private static HttpServer answering(Supplier<String> answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static S3Settings settings(HttpServer server) {
        return new S3Settings(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "us-east-1",
                "key",
                "secret",
                "test-bucket",
                true,
                false);
    }
}
