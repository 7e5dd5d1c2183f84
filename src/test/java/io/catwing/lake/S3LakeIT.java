package io.catwing.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.ParkedFailure;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The door to what is not a raw file. */
class S3LakeIT {
    private final Servers.Bucket bucket = Servers.bucket();
    private final Lake lake = bucket.lake();

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }

    private LakeObject put(LakeKey key, String content) throws IOException {
        Path file = file(content);
        return lake.put(key, file, "text/plain", Map.of("made-by", "test"));
    }

    private String read(LakeObject object) throws IOException {
        try (InputStream in = lake.open(object)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_is_put_comes_back_with_its_metadata_and_is_replaced_by_the_next() throws IOException {
        LakeKey key = new LakeKey(LakeArea.PRODUCT_IMAGES, "CW-000200/A%2F1.jpg");
        LakeObject first = put(key, "one");
        assertThat(first.metadata()).containsEntry("made-by", "test");
        assertThat(read(first)).isEqualTo("one");

        LakeObject second = put(key, "other");

        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThat(read(lake.find(key).orElseThrow())).isEqualTo("other");
        assertThatThrownBy(() -> read(first))
                .isInstanceOf(ParkedFailure.class)
                .hasMessageContaining("product-images/CW-000200/A%2F1.jpg is another one by now");
    }

    @Test
    void a_listing_holds_to_its_prefix_and_leaves_out_keys_that_we_would_not_write() throws IOException {
        put(new LakeKey(LakeArea.ML_OUTPUT, "CW-000200/2026-02-24/config.json"), "{}");
        put(new LakeKey(LakeArea.ML_OUTPUT, "CW-000151/2026-02-24/config.json"), "{}");
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key("ml-output/CW-000200/by hand.txt"),
                        RequestBody.fromString(""));
        try (Stream<LakeObject> listed = lake.list(LakeArea.ML_OUTPUT, "CW-000200/")) {
            assertThat(listed.map(o -> o.key().toString()))
                    .containsExactly("ml-output/CW-000200/2026-02-24/config.json");
        }
    }

    @Test
    void a_copy_is_the_same_object_under_another_key_and_a_dump_may_be_pruned() throws IOException {
        LakeObject daily = put(new LakeKey(LakeArea.DB_BACKUPS, "daily/2026-02-24.sql.gz"), "dump");
        LakeObject weekly = lake.copy(daily, new LakeKey(LakeArea.DB_BACKUPS, "weekly/2026-W09.sql.gz"));
        assertThat(read(weekly)).isEqualTo("dump");
        assertThat(weekly.metadata()).isEqualTo(daily.metadata());

        lake.delete(daily.key());
        lake.delete(daily.key());

        assertThat(lake.find(daily.key())).isEmpty();
        assertThat(lake.find(weekly.key())).isPresent();
    }

    @Test
    void what_people_upload_is_never_written() {
        LakeKey key = new LakeKey(LakeArea.CLIENT_DATA, "CW-000200/locations.xlsx");
        assertThatThrownBy(() -> put(key, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is written under client-data/");
    }

    @Test
    void a_person_replaces_what_was_seen_and_nothing_else() throws IOException {
        LakeKey key = new LakeKey(LakeArea.CLIENT_DATA, "CW-000200/locations.xlsx");
        LakeObject first = lake.upload(key, file("one"), "text/plain", Optional.empty());
        assertThatThrownBy(() -> lake.upload(key, file("another"), "text/plain", Optional.empty()))
                .isInstanceOf(ParkedFailure.class)
                .hasMessage(
                        "client-data/CW-000200/locations.xlsx was uploaded by somebody else meanwhile\nHINT: look at"
                                + " what is there now, and run the same command again");

        LakeObject second = lake.upload(key, file("two"), "text/plain", Optional.of(first));
        assertThatThrownBy(() -> lake.upload(key, file("three"), "text/plain", Optional.of(first)))
                .isInstanceOf(ParkedFailure.class);

        assertThat(lake.find(key)).map(LakeObject::etag).contains(second.etag());
        LakeKey picture = new LakeKey(LakeArea.PRODUCT_IMAGES, "CW-000200/X.jpg");
        assertThatThrownBy(() -> lake.upload(picture, file("x"), "image/jpeg", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is uploaded under product-images/");
    }

    @ParameterizedTest
    @EnumSource(
            value = LakeArea.class,
            names = {"CLIENT_DATA", "PRODUCT_IMAGES", "ML_OUTPUT"})
    void nothing_but_a_dump_is_ever_deleted(LakeArea area) {
        LakeKey key = new LakeKey(area, "CW-000200/x");
        assertThatThrownBy(() -> lake.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../raw-data/x", "a//b", "a/../b", "/a", "a/", "a b", "a?b", "ü", "."})
    void no_key_means_something_else_than_what_it_looks_like(String path) {
        for (LakeArea area : List.of(LakeArea.values())) {
            assertThatThrownBy(() -> new LakeKey(area, path)).isInstanceOf(ParkedFailure.class);
        }
    }
}
