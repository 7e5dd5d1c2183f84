package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.RawFiles.Stored;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.support.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
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
        camel.getRegistry().bind("putSpooledFile", new PutSpooledFile(bucket.rawFiles()));
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
                Instant.parse("2026-02-24T03:15:00Z"));
        return new SpooledFile(KEY, Files.writeString(Files.createTempFile(spool, "spool", ".json"), body), metadata);
    }
}
