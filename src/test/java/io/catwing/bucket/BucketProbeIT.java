package io.catwing.bucket;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import io.catwing.failure.AbortingFailure;
import io.catwing.support.Servers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

class BucketProbeIT {
    private static final String OBJECT = "/masters/catwing-probe";

    @RegisterExtension
    static final WireMockExtension FAKE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @Test
    void a_bucket_that_keeps_its_objects_passes_and_is_not_asked_again() {
        Servers.Bucket bucket = Servers.bucket();
        BucketProbe probe = new BucketProbe(bucket.s3(), bucket.settings());

        probe.probe();

        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key(BucketProbe.KEY));
        probe.probe();
        assertThat(bucket.s3().listObjectsV2(l -> l.bucket(bucket.name())).contents())
                .isEmpty();
    }

    @Test
    void a_bucket_probed_before_passes_again() {
        Servers.Bucket bucket = Servers.bucket();

        new BucketProbe(bucket.s3(), bucket.settings()).probe();
        new BucketProbe(bucket.s3(), bucket.settings()).probe();
    }

    @Test
    void many_at_once_ask_once() throws Exception {
        firstPutThen(status(412));
        FAKE.stubFor(get(urlPathEqualTo(OBJECT)).willReturn(object("first")));
        BucketProbe probe = probeOf(FAKE.baseUrl());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(pool.submit(probe::probe));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        pool.shutdown();

        FAKE.verify(2, putRequestedFor(urlPathEqualTo(OBJECT)));
    }

    @Test
    void a_server_that_ignores_the_condition_is_refused() {
        firstPutThen(ok());

        assertThatThrownBy(() -> probeOf(FAKE.baseUrl()).probe())
                .isInstanceOf(AbortingFailure.class)
                .hasMessage(
                        "bucket masters lets objects be overwritten: the second conditional PUT of catwing-probe was"
                                + " answered 200 instead of 412\nHINT: raw files would not be safe there; use an S3 server with"
                                + " conditional writes (AWS, MinIO, Ceph, S3Proxy)");
    }

    @Test
    void a_server_that_answers_412_and_overwrites_all_the_same_is_refused() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<String> stored = new AtomicReference<>();
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestMethod().equals("PUT")) {
                    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    boolean first = stored.getAndSet(sent) == null;
                    exchange.sendResponseHeaders(first ? 200 : 412, -1);
                } else {
                    byte[] body = stored.get().getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("x-amz-meta-catwing", "probe");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        try {
            BucketProbe probe =
                    probeOf("http://127.0.0.1:" + server.getAddress().getPort());
            assertThatThrownBy(probe::probe)
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageContaining("was answered 412, and yet the GET gives what it sent");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_server_without_conditional_writes_is_refused() {
        FAKE.stubFor(put(urlPathEqualTo(OBJECT)).willReturn(error(501, "NotImplemented")));

        assertThatThrownBy(() -> probeOf(FAKE.baseUrl()).probe())
                .isInstanceOf(AbortingFailure.class)
                .hasMessage(
                        "the bucket probe failed: the conditional PUT of catwing-probe in bucket masters was answered"
                                + " 501 NotImplemented\nHINT: raw files would not be safe there; use an S3 server with"
                                + " conditional writes (AWS, MinIO, Ceph, S3Proxy)");
    }

    @Test
    void a_server_that_loses_metadata_is_refused() {
        firstPutThen(status(412));
        FAKE.stubFor(get(urlPathEqualTo(OBJECT)).willReturn(ok("first")));

        assertThatThrownBy(() -> probeOf(FAKE.baseUrl()).probe())
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("bucket masters loses metadata: the GET of catwing-probe gives {} instead of"
                        + " {catwing=probe}\nHINT: ");
    }

    @Test
    void a_wrong_secret_is_told_apart_and_not_shown() {
        Servers.Bucket bucket = Servers.bucket();
        S3Settings wrong = new S3Settings(
                bucket.endpoint(), "us-east-1", bucket.accessKey(), "a-wrong-secret", bucket.name(), null, false);

        try (S3Client s3 = S3Clients.create(wrong)) {
            assertThatThrownBy(() -> new BucketProbe(s3, wrong).probe())
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage("the bucket probe failed: the conditional PUT of catwing-probe in bucket "
                            + bucket.name() + " was answered 403 SignatureDoesNotMatch\nHINT: check"
                            + " CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY, the bucket's policy, and this"
                            + " machine's clock");
        }
    }

    @Test
    void a_missing_bucket_is_not_made_but_named() {
        Servers.Bucket bucket = Servers.bucket();
        S3Settings missing = new S3Settings(
                bucket.endpoint(), "us-east-1", bucket.accessKey(), bucket.secretKey(), "no-such-bucket", null, false);

        assertThatThrownBy(() -> new BucketProbe(bucket.s3(), missing).probe())
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("the bucket probe failed: the conditional PUT of catwing-probe in bucket no-such-bucket was"
                        + " answered 404 NoSuchBucket\nHINT: check CATWING_S3_BUCKET; the bucket must exist");
    }

    @Test
    void a_server_out_of_reach_is_named() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> probeOf("http://127.0.0.1:" + free).probe())
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("S3 cannot be reached (ConnectException: Connection refused)")
                .hasMessageContaining("HINT: check CATWING_S3_ENDPOINT, the server and the network between");
    }

    @Test
    void a_probe_that_failed_is_done_again() {
        FAKE.stubFor(put(urlPathEqualTo(OBJECT)).willReturn(error(403, "AccessDenied")));
        BucketProbe probe = probeOf(FAKE.baseUrl());
        assertThatThrownBy(probe::probe).hasMessageContaining("403 AccessDenied");

        FAKE.resetAll();
        firstPutThen(status(412));
        FAKE.stubFor(get(urlPathEqualTo(OBJECT)).willReturn(object("first")));
        probe.probe();

        FAKE.verify(3, anyRequestedFor(anyUrl()));
    }

    private static void firstPutThen(ResponseDefinitionBuilder second) {
        FAKE.stubFor(put(urlPathEqualTo(OBJECT))
                .inScenario("put")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(ok())
                .willSetStateTo("there"));
        FAKE.stubFor(put(urlPathEqualTo(OBJECT))
                .inScenario("put")
                .whenScenarioStateIs("there")
                .willReturn(second));
    }

    private static ResponseDefinitionBuilder object(String body) {
        return ok(body).withHeader("x-amz-meta-catwing", "probe");
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/xml")
                .withBody("<Error><Code>" + code + "</Code><Message>m</Message></Error>");
    }

    private static BucketProbe probeOf(String endpoint) {
        S3Settings settings = new S3Settings(endpoint, "us-east-1", "key", "secret", "masters", null, false);
        return new BucketProbe(S3Clients.create(settings), settings);
    }
}
