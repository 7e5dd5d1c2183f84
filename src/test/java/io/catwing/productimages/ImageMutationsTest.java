package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Mutations;
import io.catwing.support.Mutations.Counters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcatwing.mutations=10000} tries so many images. */
class ImageMutationsTest {
    private static final long SEED = 20261128;

    @TempDir
    private Path folder;

    private final VerifyImage verifier = new VerifyImage();

    @Test
    void whatever_an_image_holds_it_becomes_one_that_can_be_seen_or_is_refused() {
        Path file = folder.resolve("image");
        Path converted = folder.resolve("image.jpg");
        Counters counters = Mutations.read("image", SEED, Mutations.count(600), 256L << 20, random -> {
            Files.write(file, MutatedImages.of(random));
            try {
                VerifiedImage verified = verifier.verify(file, ImageFormat.of(file), 1, converted);

                assertThat(verified.file()).isIn(file, converted);
                assertThat(ImageFormat.of(verified.file())).isEqualTo(ImageFormat.JPEG);
                assertThat((long) verified.width() * verified.height()).isBetween(1L, 1_000_000L);
                if (verified.file().equals(converted)) {
                    BufferedImage seen = ImageIO.read(converted.toFile());
                    assertThat(seen.getWidth()).isEqualTo(verified.width());
                    assertThat(seen.getHeight()).isEqualTo(verified.height());
                }
            } finally {
                assertThat(files()).isSubsetOf(file, converted);
                Files.delete(file);
                Files.deleteIfExists(converted);
            }
        });

        assertThat(counters.taken()).isGreaterThan(Mutations.count(600) / 20);
        assertThat(counters.refused()).isGreaterThan(Mutations.count(600) / 3);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
