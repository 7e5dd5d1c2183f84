package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.support.Servers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class S3RawFilesIT {
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final RawKey KEY = new RawKey(CLIENT, LocalDate.of(2026, 2, 24), Entity.PRODUCTS);

    @TempDir
    Path spool;

    private final Servers.Bucket bucket = Servers.bucket();
    private final RawFiles rawFiles = bucket.rawFiles();

    @Test
    void a_file_and_its_metadata_come_back_as_they_were_put() throws Exception {
        RawMetadata metadata = metadata("[{\"price\":1.10}]", 7L);

        RawPuts.put(bucket, KEY, file("[{\"price\":1.10}]"), metadata);

        assertThat(rawFiles.metadata(KEY)).contains(metadata);
        RawFile found = rawFiles.find(KEY).orElseThrow();
        assertThat(found.bytes()).isEqualTo(16);
        try (InputStream in = rawFiles.open(found)) {
            assertThat(in).hasContent("[{\"price\":1.10}]");
        }
    }

    @Test
    void what_is_not_there_is_empty_and_no_error() {
        assertThat(rawFiles.metadata(KEY)).isEmpty();
        assertThat(rawFiles.find(KEY)).isEmpty();
        assertThat(rawFiles.newestBefore(CLIENT, Entity.PRODUCTS, KEY.date())).isEmpty();
        try (Stream<RawFile> files = rawFiles.list(CLIENT)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_bucket_that_is_missing_is_told_when_it_is_listed() {
        RawFiles nowhere = new S3RawFiles(Servers.bucket().s3(), "not-there");

        assertThatThrownBy(() -> nowhere.newestBefore(CLIENT, Entity.PRODUCTS, KEY.date()))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("list of raw-data/CW-000200/2026-02- in bucket not-there was answered 404 NoSuchBucket\n"
                        + "HINT: check CATWING_S3_BUCKET; the bucket must exist");
    }

    @Test
    void more_files_than_one_page_of_a_listing_are_all_listed_in_key_order() throws Exception {
        // Written where the server keeps them, which is quicker than as many puts.
        LocalDate first = LocalDate.of(2025, 1, 1);
        for (int day = 0; day < 250; day++) {
            Path folder = Files.createDirectories(bucket.folder().resolve(RawKey.prefix(CLIENT) + first.plusDays(day)));
            for (Entity entity : List.of(
                    Entity.PRODUCTS, Entity.SUPPLIERS, Entity.INVENTORY, Entity.LOCATIONS, Entity.SALES_ORDERS)) {
                Path object = Files.writeString(folder.resolve(entity + ".json"), "[]");
                Files.setAttribute(object, "user:user.content-md5", new byte[16]);
            }
        }
        put(new RawKey(new ClientId("CW-000151"), first, Entity.PRODUCTS));

        List<RawFile> listed;
        try (Stream<RawFile> files = rawFiles.list(CLIENT)) {
            listed = files.toList();
        }

        assertThat(listed).hasSize(1250).allMatch(f -> f.key().client().equals(CLIENT));
        assertThat(listed.stream().map(f -> f.key().toString()).toList()).isSorted();
        assertThat(listed).allMatch(f -> f.bytes() == 2 && f.etag().equals("0".repeat(32)));
    }

    @Test
    void the_clients_of_a_bucket_are_those_who_have_a_folder_of_raw_files() throws Exception {
        assertThat(rawFiles.clients()).isEmpty();
        put(KEY);
        put(new RawKey(CLIENT, KEY.date().plusDays(1), Entity.PRODUCTS));
        put(new RawKey(new ClientId("CW-000151"), KEY.date(), Entity.SUPPLIERS));
        for (String other :
                List.of("raw-data/notes.txt", "raw-data/CW-1/products.json", "client-data/CW-000300/a.xlsx")) {
            bucket.s3().putObject(p -> p.bucket(bucket.name()).key(other), RequestBody.fromString("x"));
        }

        assertThat(rawFiles.clients()).containsExactly(new ClientId("CW-000151"), CLIENT);
    }

    @Test
    void objects_that_are_no_raw_files_are_not_listed() throws Exception {
        put(KEY);
        for (String other : List.of(
                "raw-data/CW-000200/2026-02-24/notes.txt",
                "raw-data/CW-000200/2026-02-30/products.json",
                "raw-data/CW-000200/products.json",
                "raw-data/CW-000200/2026-02-24/products.json-1b4e28ba-2fa1-11d2-883f-0016d3cca427")) {
            bucket.s3().putObject(p -> p.bucket(bucket.name()).key(other), RequestBody.fromString("x"));
        }

        try (Stream<RawFile> files = rawFiles.list(CLIENT)) {
            assertThat(files.map(RawFile::key)).containsExactly(KEY);
        }
    }

    @Test
    void the_newest_earlier_file_is_of_the_same_entity_and_client_and_not_of_the_day_itself() throws Exception {
        put(KEY);
        put(new RawKey(CLIENT, LocalDate.of(2026, 2, 20), Entity.SUPPLIERS));
        put(new RawKey(CLIENT, LocalDate.of(2025, 11, 3), Entity.PRODUCTS));
        put(new RawKey(CLIENT, LocalDate.of(2025, 11, 2), Entity.PRODUCTS));
        put(new RawKey(new ClientId("CW-000151"), LocalDate.of(2026, 2, 1), Entity.PRODUCTS));

        assertThat(rawFiles.newestBefore(CLIENT, Entity.PRODUCTS, KEY.date()))
                .contains(new RawKey(CLIENT, LocalDate.of(2025, 11, 3), Entity.PRODUCTS));
        assertThat(rawFiles.newestBefore(CLIENT, Entity.PRODUCTS, KEY.date().plusDays(1)))
                .contains(KEY);
    }

    @Test
    void a_file_that_changed_after_it_was_listed_is_not_read() throws Exception {
        put(KEY);
        RawFile listed = rawFiles.find(KEY).orElseThrow();
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key(KEY.toString()), RequestBody.fromString("[{\"forged\":1}]"));

        assertThatThrownBy(() -> rawFiles.open(listed))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("raw-data/CW-000200/2026-02-24/products.json is another one by now")
                .hasMessageContaining("HINT: raw files never change; find out who writes to bucket " + bucket.name());
    }

    @Test
    void a_file_that_is_gone_after_it_was_listed_says_so() throws Exception {
        put(KEY);
        RawFile listed = rawFiles.find(KEY).orElseThrow();
        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key(KEY.toString()));

        assertThatThrownBy(() -> rawFiles.open(listed))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("raw-data/CW-000200/2026-02-24/products.json is gone");
    }

    private void put(RawKey key) throws Exception {
        RawPuts.put(bucket, key, file("[]"), metadata("[]", null));
    }

    private Path file(String body) throws Exception {
        return Files.writeString(Files.createTempFile(spool, "spool", ".json"), body);
    }

    private static RawMetadata metadata(String body, Long version) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        return new RawMetadata(
                1,
                1,
                1L,
                false,
                KEY.date(),
                KEY.date().plusDays(1),
                HexFormat.of().formatHex(sha256),
                version,
                "20260224-031500-7f3a",
                Instant.parse("2026-02-24T03:15:00Z"),
                null,
                null,
                Map.of());
    }
}
