package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwing.failure.QuarantinedFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyImageTest {
    @TempDir
    Path folder;

    private VerifiedImage verify(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes);
        return new VerifyImage().verify(file, ImageFormat.of(file), 1, folder.resolve("converted"));
    }

    static Stream<Arguments> jpegs() throws IOException {
        return Stream.of(
                Arguments.of("baseline", Samples.jpeg()),
                Arguments.of("progressive", Samples.progressive()),
                Arguments.of("CMYK", Samples.cmyk()),
                Arguments.of("something behind its end", Samples.joined(Samples.jpeg(), Samples.text("thumbnail"))),
                Arguments.of("scans behind its end", Samples.joined(Samples.jpeg(), Samples.scans(101))),
                Arguments.of(
                        "scans in a comment",
                        Samples.jpegWith(Samples.bytes(0xff, 0xfe, 0x03, 0xf4), Samples.scans(101))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jpegs")
    void a_jpeg_stays_to_the_byte(String name, byte[] bytes) throws IOException {
        VerifiedImage verified = verify(bytes);
        assertThat(verified.file()).as(name).isEqualTo(folder.resolve("image")).hasBinaryContent(bytes);
        assertThat(verified)
                .extracting(VerifiedImage::width, VerifiedImage::height)
                .containsExactly(40, 30);
        assertThat(verified.sha256()).hasSize(64).isEqualTo(Sha256.of(verified.file()));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("PNG", Samples.png(false)),
                Arguments.of("PNG with alpha", Samples.png(true)),
                Arguments.of("WebP, lossy", Samples.resource("lossy.webp")),
                Arguments.of("WebP, lossless", Samples.resource("lossless.webp")),
                Arguments.of("WebP, lossy with alpha", Samples.resource("lossy-alpha.webp")),
                Arguments.of("WebP, lossless with alpha", Samples.resource("lossless-alpha.webp")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void a_png_and_a_webp_become_a_jpeg_on_white(String name, byte[] bytes) throws IOException {
        VerifiedImage verified = verify(bytes);
        assertThat(ImageFormat.of(verified.file())).as(name).isEqualTo(ImageFormat.JPEG);
        BufferedImage image = ImageIO.read(verified.file().toFile());
        assertThat(image.getWidth()).isEqualTo(verified.width()).isEqualTo(40);
        assertThat(image.getHeight()).isEqualTo(verified.height()).isEqualTo(30);
        assertThat(colour(image, 8, 15)).satisfies(c -> near(c, 200, 30, 40));
        assertThat(colour(image, 32, 15)).satisfies(c -> near(c, 255, 255, 255));
    }

    private static int[] colour(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    }

    private static void near(int[] colour, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(colour[i]).isCloseTo(expected[i], within(14));
        }
    }

    @Test
    void a_png_of_sixteen_bits_and_one_with_a_text_that_blows_up_are_read_without_it() throws IOException {
        assertThat(verify(Samples.png16()).width()).isEqualTo(40);
        assertThat(verify(Samples.pngWithBomb()).width()).isEqualTo(40);
        assertThat(Files.size(folder.resolve("converted"))).isLessThan(10_000);
    }

    @Test
    void a_large_png_is_read_strip_by_strip_and_looks_the_same() throws IOException {
        Path file = Files.write(folder.resolve("large"), Samples.written(Samples.image(4000, 3000, true), "png"));
        VerifiedImage verified = new VerifyImage().verify(file, ImageFormat.PNG, 12, folder.resolve("converted"));
        BufferedImage image = ImageIO.read(verified.file().toFile());
        for (int y : new int[] {0, 1249, 1250, 2499, 2500, 2999}) {
            near(colour(image, 1000, y), 200, 30, 40);
            near(colour(image, 3000, y), 255, 255, 255);
        }
    }

    static Stream<Arguments> bad() throws IOException {
        byte[] jpeg = Samples.jpeg();
        byte[] png = Samples.png(false);
        byte[] damaged = png.clone();
        damaged[60] ^= 0x55;
        String scans = "it is a JPEG of 102 scans; at most 100 are accepted";
        String no = ", not a JPEG, PNG or WebP";
        return Stream.of(
                Arguments.of(Samples.text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "it is an SVG" + no),
                Arguments.of(Samples.text("<?xml version=\"1.0\"?>\n<svg width=\"1\"/>"), "it is an SVG" + no),
                Arguments.of(Samples.text("<!DOCTYPE html><p>404"), "it is an HTML page" + no),
                Arguments.of(Samples.written(Samples.image(40, 30, false), "gif"), "it is a GIF" + no),
                Arguments.of(Samples.written(Samples.image(40, 30, false), "bmp"), "it is a BMP" + no),
                Arguments.of(Samples.written(Samples.image(40, 30, false), "tiff"), "it is a TIFF" + no),
                Arguments.of(Samples.text("\0\0\0\u001cftypavif"), "it is an AVIF or HEIC" + no),
                Arguments.of(Samples.text("%PDF-1.4"), "it is a PDF" + no),
                Arguments.of(Samples.text("{\"error\": 1}"), "it is JSON" + no),
                Arguments.of(new byte[0], "it is empty"),
                Arguments.of(new byte[100], "it is of no format that is known"),
                Arguments.of(
                        Samples.half(Samples.jpeg(600, 600)), "it is a JPEG that ends in the middle or is damaged"),
                Arguments.of(Samples.half(Samples.progressive()), "it is a JPEG that ends in the middle or is damaged"),
                Arguments.of(Arrays.copyOf(jpeg, 20), "it is a JPEG that is damaged: it cannot be decoded"),
                Arguments.of(Samples.half(png), "it is a PNG that ends in the middle"),
                Arguments.of(damaged, "it is a PNG whose chunk IDAT is damaged"),
                Arguments.of(
                        Samples.half(Samples.resource("lossy.webp")),
                        "it is a WebP that is damaged: it cannot be decoded"),
                Arguments.of(
                        Samples.pngOf(19_999, 19_999),
                        "it has 19999 x 19999 pixels, more than the limit of 1 megapixels"),
                Arguments.of(
                        Samples.pngOf(2_000_000_000, 1),
                        "it has 2000000000 x 1 pixels, and no side may be longer than 20000"),
                Arguments.of(
                        Samples.jpeg(1001, 1000), "it has 1001 x 1000 pixels, more than the limit of 1 megapixels"),
                Arguments.of(Samples.jpegWith(Samples.scans(101)), scans),
                Arguments.of(
                        Samples.joined(Samples.bytes(0xff, 0xd8, 0xff, 0xd9), Samples.jpegWith(Samples.scans(101))),
                        scans),
                Arguments.of(Samples.jpegWith(Samples.bytes(0xff, 2, 0xff, 0xff), Samples.scans(101)), scans));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void what_is_no_image_of_ours_is_told_by_what_it_is(byte[] bytes, String reason) {
        assertThatThrownBy(() -> verify(bytes))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith(reason)
                .hasMessageContaining("\nHINT: ");
    }

    @ParameterizedTest
    @EnumSource(
            value = ImageFormat.class,
            names = {"JPEG", "PNG", "WEBP"})
    void a_file_that_cannot_be_opened_says_nothing_of_its_image(ImageFormat format) {
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> new VerifyImage().verify(gone, format, 1, folder.resolve("converted")))
                .isInstanceOf(NoSuchFileException.class);
    }

    static Stream<Arguments> converted() {
        return Stream.of(
                Arguments.of(ImageFormat.PNG, Samples.png(false)),
                Arguments.of(ImageFormat.WEBP, Samples.resource("lossy.webp")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("converted")
    void a_disk_without_room_says_nothing_of_the_image(ImageFormat format, byte[] bytes) throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path file = Files.write(folder.resolve("image"), bytes);
        Path converted = Files.createSymbolicLink(folder.resolve("converted"), full);
        assertThatThrownBy(() -> new VerifyImage().verify(file, format, 1, converted))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        Files.delete(converted);
    }
}
