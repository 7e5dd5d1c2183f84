package io.catwing.productimages;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images, good and bad, made when asked for. */
final class Samples {
    private Samples() {}

    /** Left half red; the right half white, or transparent where the format knows it. */
    static BufferedImage image(int width, int height, boolean alpha) {
        BufferedImage image =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        if (!alpha) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
        }
        graphics.setColor(new Color(200, 30, 40));
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        return image;
    }

    static byte[] written(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] jpeg() {
        return written(image(40, 30, false), "jpg");
    }

    static byte[] jpeg(int width, int height) {
        return written(image(width, height, false), "jpg");
    }

    static byte[] progressive() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (MemoryCacheImageOutputStream to = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(to);
            writer.write(null, new IIOImage(image(40, 30, false), null, null), param);
        }
        writer.dispose();
        return out.toByteArray();
    }

    /** Four channels that are what print shops send. */
    static byte[] cmyk() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream to = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(to);
            BufferedImage four = new BufferedImage(40, 30, BufferedImage.TYPE_4BYTE_ABGR);
            writer.write(null, new IIOImage(four.getRaster(), null, null), writer.getDefaultWriteParam());
        }
        writer.dispose();
        return out.toByteArray();
    }

    static byte[] png(boolean alpha) {
        return written(image(40, 30, alpha), "png");
    }

    static byte[] png16() {
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
                        new int[] {0, 1, 2, 3},
                        java.awt.image.DataBuffer.TYPE_USHORT,
                        true,
                        false)
                .createBufferedImage(40, 30);
        return written(image, "png");
    }

    /** A few hundred bytes that would be an image of any size. */
    static byte[] pngOf(int width, int height) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(head);
                DeflaterOutputStream rows = new DeflaterOutputStream(data)) {
            out.writeInt(width);
            out.writeInt(height);
            out.write(new byte[] {1, 0, 0, 0, 0}); // one bit a pixel
            rows.write(new byte[1 << 16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return joined(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                chunk("IHDR", head.toByteArray()),
                chunk("IDAT", data.toByteArray()),
                chunk("IEND", new byte[0]));
    }

    /** A small image with a text that is small, too, until it is read. */
    static byte[] pngWithBomb() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream out = new DeflaterOutputStream(text)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] png = written(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_INDEXED), "png");
        int afterHeader = 8 + 25;
        return joined(
                Arrays.copyOf(png, afterHeader),
                chunk("zTXt", text.toByteArray()),
                Arrays.copyOfRange(png, afterHeader, png.length));
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(chunk)) {
            out.writeInt(data.length);
            out.write(name);
            out.write(data);
            out.writeInt((int) sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chunk.toByteArray();
    }

    /** The heads of scans. */
    static byte[] scans(int count) {
        byte[] head = bytes(0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(head);
        }
        return all.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** A JPEG with something before its end. */
    static byte[] jpegWith(byte[]... parts) {
        byte[] jpeg = jpeg();
        return joined(Arrays.copyOf(jpeg, jpeg.length - 2), joined(parts), bytes(0xff, 0xd9));
    }

    static byte[] resource(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
