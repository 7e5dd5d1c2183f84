package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A image that is made a JPEG looks as it looked before: upright, and as grey. */
class UprightImagesTest {
    /** Of the corners: top left, top right, bottom left, bottom right. */
    private static final int[] GREYS = {184, 144, 104, 44};

    /** By Exif's number, which of the corners above come to stand where. */
    private static final int[][] TURNED = {
        {0, 1, 2, 3}, {1, 0, 3, 2}, {3, 2, 1, 0}, {2, 3, 0, 1}, {0, 2, 1, 3}, {2, 0, 3, 1}, {3, 1, 2, 0}, {1, 3, 0, 2}
    };

    @TempDir
    Path folder;

    private BufferedImage read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes);
        VerifiedImage verified = new VerifyImage().verify(file, ImageFormat.of(file), 1, folder.resolve("converted"));
        BufferedImage image = ImageIO.read(verified.file().toFile());
        assertThat(verified.width()).isEqualTo(image.getWidth());
        assertThat(verified.height()).isEqualTo(image.getHeight());
        return image;
    }

    private static int[] corners(BufferedImage image) {
        int right = image.getWidth() - 1;
        int bottom = image.getHeight() - 1;
        return IntStream.of(
                        image.getRGB(0, 0),
                        image.getRGB(right, 0),
                        image.getRGB(0, bottom),
                        image.getRGB(right, bottom))
                .map(rgb -> rgb >> 8 & 0xff)
                .toArray();
    }

    private static void assertCorners(BufferedImage image, int... expected) {
        int[] corners = corners(image);
        for (int i = 0; i < expected.length; i++) {
            assertThat(corners[i]).as(Arrays.toString(corners)).isCloseTo(expected[i], within(4));
        }
    }

    /** @param bits a sample, and alpha that covers all where it is to be there */
    private static BufferedImage greys(int bits, boolean alpha) {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                bits == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(64, 48), false, null);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                int grey = GREYS[(y < 24 ? 0 : 2) + (x < 32 ? 0 : 1)];
                image.getRaster().setSample(x, y, 0, bits == 16 ? grey * 257 : grey);
                if (alpha) {
                    image.getRaster().setSample(x, y, 1, bits == 16 ? 65_535 : 255);
                }
            }
        }
        return image;
    }

    static Stream<Arguments> greys() {
        return Stream.of(
                Arguments.of(8, false), Arguments.of(8, true), Arguments.of(16, false), Arguments.of(16, true));
    }

    @ParameterizedTest
    @MethodSource("greys")
    void the_greys_of_a_png_stay_what_they_are(int bits, boolean alpha) throws IOException {
        assertCorners(read(Samples.written(greys(bits, alpha), "png")), GREYS);
    }

    @Test
    void greys_that_are_half_transparent_are_seen_on_white() throws IOException {
        BufferedImage image = greys(8, true);
        for (int i = 0; i < 64 * 48; i++) {
            image.getRaster().setSample(i % 64, i / 64, 1, 51);
        }

        assertCorners(read(Samples.written(image, "png")), 241, 233, 225, 213);
    }

    static Stream<Arguments> orientations() {
        return IntStream.rangeClosed(1, 8)
                .boxed()
                .flatMap(number -> Stream.of(
                        Arguments.of(number, ByteOrder.LITTLE_ENDIAN, false),
                        Arguments.of(number, ByteOrder.BIG_ENDIAN, true)));
    }

    @ParameterizedTest
    @MethodSource("orientations")
    void a_png_stands_upright_as_its_exif_says(int number, ByteOrder order, boolean marked) throws IOException {
        BufferedImage image = read(withExif(Samples.written(greys(8, false), "png"), exif(number, order, marked)));

        assertThat(image.getWidth()).isEqualTo(number < 5 ? 64 : 48);
        assertCorners(
                image, Arrays.stream(TURNED[number - 1]).map(i -> GREYS[i]).toArray());
    }

    @ParameterizedTest
    @MethodSource("orientations")
    void a_webp_stands_upright_as_its_exif_says(int number, ByteOrder order, boolean marked) throws IOException {
        for (String name : List.of("lossy.webp", "lossless-alpha.webp")) {
            BufferedImage image = read(extended(Samples.resource(name), null, exif(number, order, marked)));
            boolean turned = number >= 5;
            boolean swapped = List.of(2, 3, 7, 8).contains(number);
            int red = turned ? image.getRGB(15, swapped ? 32 : 8) : image.getRGB(swapped ? 32 : 8, 15);
            int white = turned ? image.getRGB(15, swapped ? 8 : 32) : image.getRGB(swapped ? 8 : 32, 15);

            assertThat(image.getWidth()).isEqualTo(turned ? 30 : 40);
            assertThat(red & 0xff).isLessThan(70);
            assertThat(white & 0xff).isGreaterThan(240);
        }
    }

    @Test
    void exif_that_makes_no_sense_turns_nothing() throws IOException {
        byte[] sound = exif(6, ByteOrder.LITTLE_ENDIAN, false);
        for (int length = 0; length < sound.length - 2; length++) {
            assertThat(Orientation.of(Arrays.copyOf(sound, length))).isEqualTo(Orientation.UPRIGHT);
        }
        assertThat(Orientation.of(exif(9, ByteOrder.BIG_ENDIAN, true))).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.of(exif(0, ByteOrder.BIG_ENDIAN, true))).isEqualTo(Orientation.UPRIGHT);
    }

    @Test
    void a_profile_of_greys_in_a_webp_is_left_out() throws IOException {
        byte[] grey = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

        BufferedImage image = read(extended(Samples.resource("lossless.webp"), grey, null));

        assertThat(image.getRGB(8, 15) >> 16 & 0xff).isCloseTo(200, within(14));
        assertThat(image.getRGB(32, 15) & 0xff).isGreaterThan(240);
    }

    private static byte[] exif(int orientation, ByteOrder order, boolean marked) {
        ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
        tiff.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x100).putShort((short) 4).putInt(1).putInt(640);
        tiff.putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        byte[] bytes = Arrays.copyOf(tiff.array(), tiff.position());
        return marked ? Samples.joined(Samples.text("Exif\0\0"), bytes) : bytes;
    }

    private static byte[] withExif(byte[] png, byte[] exif) {
        int afterHeader = 8 + 25;
        return Samples.joined(
                Arrays.copyOf(png, afterHeader),
                Samples.chunk("eXIf", exif),
                Arrays.copyOfRange(png, afterHeader, png.length));
    }

    /** The extended form of a WebP of 40 x 30. */
    private static byte[] extended(byte[] webp, byte[] profile, byte[] exif) {
        boolean already = new String(webp, 12, 4, StandardCharsets.ISO_8859_1).equals("VP8X");
        int alpha = webp[already ? 20 : 24] & (already || webp[15] == 'L' ? 0x10 : 0);
        byte[] frame = Arrays.copyOfRange(webp, already ? 30 : 12, webp.length);
        byte[] head = {
            (byte) ((profile == null ? 0 : 0x20) | (exif == null ? 0 : 8) | alpha), 0, 0, 0, 39, 0, 0, 29, 0, 0
        };
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Samples.text("WEBP"));
        body.writeBytes(riff("VP8X", head));
        if (profile != null) {
            body.writeBytes(riff("ICCP", profile));
        }
        body.writeBytes(frame);
        if (exif != null) {
            body.writeBytes(riff("EXIF", exif));
        }
        return riff("RIFF", body.toByteArray());
    }

    private static byte[] riff(String name, byte[] body) {
        ByteBuffer out =
                ByteBuffer.allocate(8 + body.length + (body.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
        out.put(Samples.text(name)).putInt(body.length).put(body);
        return out.array();
    }
}
