package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.support.FaultyS3;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** What is not a raw file, as it is read, and uploaded by people. */
class S3ObjectStoreIT {
    private final Servers.Bucket bucket = Servers.bucket();
    private final ObjectStore objectStore = bucket.objectStore();

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }

    private StoredObject put(ObjectKey key, String content) {
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key(key.toString()).metadata(Map.of("made-by", "test")),
                        RequestBody.fromString(content));
        return objectStore.confirm(key);
    }

    private String read(StoredObject object) throws IOException {
        try (InputStream in = objectStore.open(object)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_is_put_comes_back_with_its_metadata_and_is_replaced_by_the_next() throws IOException {
        ObjectKey key = new ObjectKey(Area.PRODUCT_IMAGES, "CW-000200/A%2F1.jpg");
        StoredObject first = put(key, "one");
        assertThat(first.metadata()).containsEntry("made-by", "test");
        assertThat(read(first)).isEqualTo("one");

        StoredObject second = put(key, "other");

        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(read(objectStore.find(key).orElseThrow())).isEqualTo("other");
        assertThatThrownBy(() -> read(first))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("product-images/CW-000200/A%2F1.jpg is another one by now");
    }

    @Test
    void a_listing_holds_to_its_prefix_and_leaves_out_keys_that_we_would_not_write() {
        put(new ObjectKey(Area.ML_OUTPUT, "CW-000200/2026-02-24/config.json"), "{}");
        put(new ObjectKey(Area.ML_OUTPUT, "CW-000151/2026-02-24/config.json"), "{}");
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key("ml-output/CW-000200/by hand.txt"),
                        RequestBody.fromString(""));
        try (Stream<StoredObject> listed = objectStore.list(Area.ML_OUTPUT, "CW-000200/")) {
            assertThat(listed.map(o -> o.key().toString()))
                    .containsExactly("ml-output/CW-000200/2026-02-24/config.json");
        }
    }

    @Test
    void what_is_not_there_is_not_confirmed() {
        ObjectKey key = new ObjectKey(Area.DB_BACKUPS, "daily/2026-02-24.sql.gz");

        assertThat(objectStore.find(key)).isEmpty();
        assertThatThrownBy(() -> objectStore.confirm(key))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("db-backups/daily/2026-02-24.sql.gz is not in bucket " + bucket.name()
                        + " although S3 said that it was stored\nHINT: find out who deletes there, or whether the server"
                        + " lies");
    }

    @Test
    void a_person_replaces_what_was_seen_and_nothing_else() throws IOException {
        ObjectKey key = new ObjectKey(Area.CLIENT_DATA, "CW-000200/locations.xlsx");
        StoredObject first = objectStore.upload(key, file("one"), "text/plain", Optional.empty());
        assertThatThrownBy(() -> objectStore.upload(key, file("another"), "text/plain", Optional.empty()))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "client-data/CW-000200/locations.xlsx was uploaded by somebody else meanwhile\nHINT: look at"
                                + " what is there now, and run the same command again");

        StoredObject second = objectStore.upload(key, file("two"), "text/plain", Optional.of(first));
        assertThatThrownBy(() -> objectStore.upload(key, file("three"), "text/plain", Optional.of(first)))
                .isInstanceOf(QuarantinedFailure.class);

        assertThat(objectStore.find(key)).map(StoredObject::etag).contains(second.etag());
        ObjectKey image = new ObjectKey(Area.PRODUCT_IMAGES, "CW-000200/X.jpg");
        assertThatThrownBy(() -> objectStore.upload(image, file("x"), "image/jpeg", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is uploaded under product-images/");
    }

    @Test
    void an_upload_whose_answer_is_lost_is_no_one_elses() throws IOException {
        ObjectStore losing = new S3ObjectStore(
                new FaultyS3(bucket.s3()) {
                    @Override
                    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
                        // As the SDK repeats it.
                        R lost = super.invokeOperation(request, operation);
                        return request instanceof PutObjectRequest ? super.invokeOperation(request, operation) : lost;
                    }
                },
                bucket.name());
        ObjectKey key = new ObjectKey(Area.CLIENT_DATA, "CW-000200/locations.xlsx");

        StoredObject first = losing.upload(key, file("one"), "text/plain", Optional.empty());
        assertThat(read(first)).isEqualTo("one");
        assertThat(read(losing.upload(key, file("two"), "text/plain", Optional.of(first))))
                .isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../raw-data/x", "a//b", "a/../b", "/a", "a/", "a b", "a?b", "ü", "."})
    void no_key_means_something_else_than_what_it_looks_like(String path) {
        for (Area area : List.of(Area.values())) {
            assertThatThrownBy(() -> new ObjectKey(area, path)).isInstanceOf(QuarantinedFailure.class);
        }
    }
}
