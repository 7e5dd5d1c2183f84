package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private Path file(String key) throws IOException {
        Path file = root.resolve("masters").resolve(key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "[]");
    }

    private static Path whole(Path file) throws IOException {
        return Files.setAttribute(file, "user:user.content-md5", new byte[16]);
    }
}
