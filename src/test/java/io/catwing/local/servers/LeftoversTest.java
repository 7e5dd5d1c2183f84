package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.S3Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class LeftoversTest {
    private static final String RANDOM = "-1b4e28ba-2fa1-41d2-883f-0016d3cca427";
    private static final String RAW = "raw-data/CW-000200/2026-02-24/products.json";

    @TempDir
    Path root;

    @Test
    void a_part_of_a_raw_file_goes_and_the_raw_file_stays() throws Exception {
        Path object = file(RAW);
        Path part = file(RAW + RANDOM);

        Leftovers.sweep(root);

        assertThat(part).doesNotExist();
        assertThat(object).exists();
    }

    @Test
    void a_whole_part_that_was_not_linked_to_its_raw_key_goes() throws Exception {
        Path part = whole(file(RAW + RANDOM));

        Leftovers.sweep(root);

        assertThat(part).doesNotExist();
    }

    @Test
    void a_part_that_is_linked_to_its_key_goes_and_the_key_stays() throws Exception {
        Path part = whole(file("product-images/CW-000200/7.jpg" + RANDOM));
        Path object = Files.createLink(root.resolve("masters/product-images/CW-000200/7.jpg"), part);

        Leftovers.sweep(root);

        assertThat(part).doesNotExist();
        assertThat(object).exists();
    }

    @Test
    void somebodys_own_object_that_only_looks_like_a_part_stays() throws Exception {
        Path own = whole(file("ml-output/CW-000200/run" + RANDOM));

        Leftovers.sweep(root);

        assertThat(own).exists();
    }

    @Test
    void a_part_without_checksum_is_not_whole_and_goes() throws Exception {
        Path part = file("ml-output/CW-000200/run" + RANDOM);

        Leftovers.sweep(root);

        assertThat(part).doesNotExist();
    }

    @Test
    void a_put_that_is_under_way_is_not_listed() throws Exception {
        try (EmbeddedS3 server = EmbeddedS3.start(root, "masters", "secret");
                S3Client s3 = S3Clients.create(server.settings())) {
            server.upload(
                    Files.writeString(root.resolve("a"), "a"), new ObjectKey(Area.CLIENT_DATA, "CW-000200/a.xlsx"));
            file(RAW + RANDOM);
            file("db-backups/incoming/2026-02-24.sql.gz" + RANDOM);
            whole(file("ml-output/CW-000200/run" + RANDOM));

            assertThat(s3.listObjectsV2(list -> list.bucket("masters")).contents())
                    .extracting(S3Object::key)
                    .containsExactly("client-data/CW-000200/a.xlsx", "ml-output/CW-000200/run" + RANDOM);
        }
    }

    private Path file(String key) throws IOException {
        Path file = root.resolve("masters").resolve(key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "[]");
    }

    private static Path whole(Path file) throws IOException {
        return Files.setAttribute(file, "user:user.content-md5", new byte[16]);
    }
}
