package io.catwing.productimages;

import io.catwing.failure.QuarantinedFailure;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.color.CMMException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import org.springframework.stereotype.Component;

/**
 * Decodes an image whole, so that what lies in S3 can be seen, and makes a JPEG of what is none. One at a time in the
 * whole process: what decoding takes is bounded for one image, not for several.
 */
@Component
public class VerifyImage {
    static final String HINT = "look at the image where the ERP has it, and put a sound JPEG, PNG or WebP there";

    private static final int LONGEST_SIDE = 20_000;
    private static final int MILLION = 1_000_000;

    /** Its decoder holds some 25 bytes a pixel. */
    private static final int WEBP_MEGAPIXELS = 8;

    /** Of a PNG, which may have 8 bytes a pixel, is decoded at a time. */
    private static final int STRIP_PIXELS = 5 * MILLION;

    /** JPEG is decoded in full, and of it no more than this is kept. */
    private static final int SAMPLED_PIXELS = MILLION;

    /** Each scan of a progressive JPEG goes over the whole image; real ones have ten or so. */
    private static final int MOST_SCANS = 100;

    private static final float QUALITY = 0.9f;

    /**
     * @param converted where a JPEG is written that was none; not there yet
     * @throws QuarantinedFailure where the image cannot be used
     * @throws IOException where the disk fails, which says nothing of the image
     */
    public synchronized VerifiedImage verify(Path file, ImageFormat format, int megapixels, Path converted)
            throws IOException {
        try {
            return switch (format) {
                case JPEG -> jpeg(file, megapixels);
                case PNG -> png(file, megapixels, converted);
                case WEBP -> webp(file, megapixels, converted);
                default ->
                    throw new QuarantinedFailure(
                            format == ImageFormat.EMPTY || format == ImageFormat.UNKNOWN
                                    ? "it is " + format
                                    : "it is " + format + ", not a JPEG, PNG or WebP",
                            HINT + "; what it is called does not count");
            };
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | CMMException
                | NoSuchElementException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException e) {
            // Decoders meet what their makers did not foresee, and say so in many ways, in terms of their own code.
            throw new Decoder(format).damaged(e);
        }
    }

    /** Stays as it is, to the byte. */
    private static VerifiedImage jpeg(Path file, int megapixels) throws IOException {
        checkScans(file);
        Dimension size = new Decoder(ImageFormat.JPEG).read(file, (reader, in) -> {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(width, height, megapixels);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
            int step = (int) Math.ceil(Math.sqrt((double) width * height / SAMPLED_PIXELS));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            // Not read(): colours are not looked at, so CMYK is as good as any.
            reader.readRaster(0, param);
            if (warnings.stream().anyMatch(VerifyImage::isDamage)) {
                throw new QuarantinedFailure("it is a JPEG that ends in the middle or is damaged", HINT);
            }
            return new Dimension(width, height);
        });
        return new VerifiedImage(file, size.width, size.height, Sha256.of(file));
    }

    /** The decoder goes on with grey where data is missing, and only warns. */
    private static boolean isDamage(String warning) {
        return warning.contains("Truncated")
                || warning.contains("Premature end")
                || warning.contains("premature end")
                || warning.contains("bad Huffman code");
    }

    private static void checkScans(Path file) throws IOException {
        int scans = new JpegScans(file).count();
        if (scans > MOST_SCANS) {
            throw new QuarantinedFailure(
                    "it is a JPEG of " + scans + " scans; at most " + MOST_SCANS + " are accepted", HINT);
        }
    }

    private static VerifiedImage png(Path file, int megapixels, Path converted) throws IOException {
        // What is written there for a while is what is decoded; the JPEG takes its place.
        Orientation orientation = PngChunks.copyNeeded(file, converted);
        Canvas whole = new Decoder(ImageFormat.PNG).read(converted, (reader, in) -> {
            reader.setInput(in, false, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(width, height, megapixels);
            Canvas canvas = new Canvas(width, height, orientation);
            int rows = Math.max(1, STRIP_PIXELS / width);
            for (int y = 0; y < height; y += rows) {
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceRegion(new Rectangle(0, y, width, Math.min(rows, height - y)));
                canvas.put(reader.read(0, param), y);
            }
            return canvas;
        });
        return write(whole.image(), converted);
    }

    private static VerifiedImage webp(Path file, int megapixels, Path converted) throws IOException {
        Orientation orientation = WebpChunks.copyNeeded(file, converted);
        int most = Math.min(megapixels, WEBP_MEGAPIXELS);
        WebpFrames.check(converted, (width, height) -> checkSize(width, height, most));
        Canvas whole = new Decoder(ImageFormat.WEBP).read(converted, (reader, in) -> {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(width, height, most);
            BufferedImage read = reader.read(0);
            Canvas canvas = new Canvas(width, height, orientation);
            canvas.put(read, 0);
            return canvas;
        });
        return write(whole.image(), converted);
    }

    /** Of what the header says, before anything is decoded. */
    private static void checkSize(int width, int height, int megapixels) {
        if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new QuarantinedFailure(
                    "it has " + width + " x " + height + " pixels, and no side may be longer than " + LONGEST_SIDE,
                    HINT);
        }
        if ((long) width * height > (long) megapixels * MILLION) {
            throw new QuarantinedFailure(
                    "it has " + width + " x " + height + " pixels, more than the limit of " + megapixels
                            + " megapixels",
                    "put a smaller one there, or raise images.megapixels in the client's file (WebP is accepted up to "
                            + WEBP_MEGAPIXELS + ")");
        }
    }

    private static VerifiedImage write(BufferedImage image, Path to) throws IOException {
        Files.deleteIfExists(to);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = new FileImageOutputStream(to.toFile())) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return new VerifiedImage(to, image.getWidth(), image.getHeight(), Sha256.of(to));
    }
}
