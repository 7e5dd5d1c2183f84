package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.PutRawFile.Stored;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.support.Servers;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreRawFileIT {
    private static final RawKey KEY = new RawKey(new ClientId("CW-000200"), LocalDate.of(2026, 2, 24), Entity.PRODUCTS);

    @TempDir
    Path spool;

    private final Servers.Bucket bucket = Servers.bucket();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("bucketProbe", new BucketProbe(bucket.s3(), bucket.settings()));
        camel.getRegistry().bind("checkSpooledFile", new CheckSpooledFile());
        camel.getRegistry().bind("putRawFile", new PutRawFile(bucket.rawFiles()));
        bucket.bindTo(camel);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/raw/store-raw-file.camel.yaml"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:caller")
                        .onException(QuarantinedFailure.class)
                        .handled(true)
                        .setBody(constant("quarantined by the caller"))
                        .end()
                        .to("direct:store-raw-file");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void a_whole_spool_file_is_stored_once() throws Exception {
        SpooledFile spooled = spooled("[{\"id\":1},\n{\"id\":2}]\n", 2);

        assertThat(store(spooled)).isEqualTo(Stored.NEW);

        SpooledFile later = spooled("[{\"id\":3}]", 1);
        assertThat(store(later)).isEqualTo(Stored.ALREADY_THERE);
        assertThat(bucket.rawFiles().metadata(KEY)).contains(spooled.metadata());
    }

    @Test
    void an_empty_array_is_a_raw_file_too() throws Exception {
        assertThat(store(spooled("[]", 0))).isEqualTo(Stored.NEW);
    }

    @Test
    void the_bucket_is_probed_before_the_first_put() throws Exception {
        store(spooled("[]", 0));

        assertThat(bucket.s3()
                        .headObject(h -> h.bucket(bucket.name()).key(BucketProbe.KEY))
                        .metadata())
                .containsEntry("catwing", "probe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"id\":1},{\"id\":2}]|3|holds 2 records, but 3 were fetched",
                "[{\"id\":1},{\"id\":|2|is not well-formed JSON at byte",
                "[{\"id\":1},{\"id\":2}|2|is not well-formed JSON at byte",
                "[{\"id\":1}{\"id\":2}]|2|is not well-formed JSON at byte",
                "[{\"id\":01}]|1|is not well-formed JSON at byte",
                "[{\"id\":NaN}]|1|is not well-formed JSON at byte",
                "[{\"id\":1},2]|2|holds a record that is no object, at 1",
                "[{\"id\":1},[]]|2|holds a record that is no object, at 1",
                "{\"id\":1}|1|is not a JSON array",
                "``|0|is not a JSON array",
                "[{\"id\":1}][]|1|goes on after the end of its array",
                "[{\"id\":1}] <html>|1|is not well-formed JSON at byte",
            })
    void a_spool_file_that_is_not_whole_is_not_stored(String body, long records, String why) throws Exception {
        SpooledFile spooled = spooled(body, records);

        assertThatThrownBy(() -> store(spooled))
                .hasRootCauseInstanceOf(
                        why.contains("well-formed")
                                ? com.fasterxml.jackson.core.JacksonException.class
                                : QuarantinedFailure.class)
                .cause()
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("the spool file of raw-data/CW-000200/2026-02-24/products.json " + why)
                .hasMessageContaining("HINT: nothing was stored; fetch it again");
        assertThat(bucket.rawFiles().find(KEY)).isEmpty();
    }

    @Test
    void a_spool_file_that_changed_on_the_disk_is_not_stored() throws Exception {
        SpooledFile spooled = spooled("[{\"id\":1}]", 1);
        Files.writeString(spooled.file(), "[{\"id\":2}]");

        assertThatThrownBy(() -> store(spooled))
                .cause()
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("products.json has SHA-256 ")
                .hasMessageContaining(", but " + spooled.metadata().sha256() + " was written");
    }

    @Test
    void a_failure_is_the_callers_to_handle() throws Exception {
        assertThat(camel.createProducerTemplate().requestBody("direct:caller", (Object) spooled("[]", 1)))
                .isEqualTo("quarantined by the caller");
    }

    @Test
    void a_put_whose_answer_was_lost_is_new_when_it_meets_its_own_object() throws Exception {
        SpooledFile spooled = spooled("[]", 0);
        RawPuts.put(bucket, KEY, spooled.file(), spooled.metadata());

        assertThat(store(spooled)).isEqualTo(Stored.NEW);
    }

    @Test
    void of_many_puts_at_once_exactly_one_wins() throws Exception {
        int writers = 8;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        CountDownLatch together = new CountDownLatch(writers);
        List<SpooledFile> files = new ArrayList<>();
        List<Future<Stored>> puts = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            SpooledFile spooled = spooled("[{\"writer\":" + i + ",\"fill\":\"" + "x".repeat(100_000) + "\"}]", 1);
            files.add(spooled);
            puts.add(pool.submit(() -> {
                together.countDown();
                together.await();
                return store(spooled);
            }));
        }
        List<Stored> came = new ArrayList<>();
        for (Future<Stored> put : puts) {
            came.add(put.get());
        }
        pool.shutdown();

        assertThat(came).filteredOn(s -> s == Stored.NEW).hasSize(1);
        SpooledFile winner = files.get(came.indexOf(Stored.NEW));
        assertThat(bucket.rawFiles().metadata(KEY)).contains(winner.metadata());
        try (InputStream in = bucket.rawFiles().open(bucket.rawFiles().find(KEY).orElseThrow())) {
            assertThat(in).hasContent(Files.readString(winner.file()));
        }
    }

    @Test
    void s3_compares_the_sha_256_of_what_arrives() throws Exception {
        SpooledFile spooled = spooled("[{\"a\":1}]", 1);
        Map<String, String> ofAnotherBody = Map.of("sha256", "0".repeat(64));

        Exchange put = camel.createProducerTemplate()
                .send(
                        "aws2-s3:{{catwing.s3.bucket}}",
                        exchange -> PutMessage.write(
                                exchange.getMessage(), "db-backups/x", spooled.file(), "text/plain", ofAnotherBody));

        assertThat(put.getException())
                .isInstanceOf(RetryableFailure.class)
                .hasMessageContaining("put of db-backups/x in bucket " + bucket.name() + " was answered 400 BadDigest");
        assertThat(bucket.s3().listObjectsV2(l -> l.bucket(bucket.name())).contents())
                .isEmpty();
    }

    @Test
    void a_file_that_one_put_cannot_take_is_refused_with_what_to_do() throws Exception {
        Path sparse = spool.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(PutRawFile.GREATEST_PUT + 1);
        }
        SpooledFile spooled = new SpooledFile(KEY, sparse, spooled("[]", 0).metadata());

        assertThatThrownBy(() -> new PutRawFile(bucket.rawFiles()).write(spooled, new DefaultMessage(camel)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("raw-data/CW-000200/2026-02-24/products.json has 5368709121 bytes, and one PUT to S3 takes"
                        + " at most 5368709120\nHINT: make the client's delta window shorter, or split the entity's"
                        + " request");
    }

    private Stored store(SpooledFile spooled) throws CamelExecutionException {
        return camel.createProducerTemplate().requestBody("direct:store-raw-file", spooled, Stored.class);
    }

    private SpooledFile spooled(String body, long records) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        RawMetadata metadata = new RawMetadata(
                records,
                1,
                null,
                true,
                null,
                null,
                HexFormat.of().formatHex(sha256),
                null,
                "20260224-031500-7f3a",
                Instant.parse("2026-02-24T03:15:00Z"),
                null,
                records,
                Map.of());
        return new SpooledFile(KEY, Files.writeString(Files.createTempFile(spool, "spool", ".json"), body), metadata);
    }
}
