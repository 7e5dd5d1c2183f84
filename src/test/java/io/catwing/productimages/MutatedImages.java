package io.catwing.productimages;

import io.catwing.support.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Images that were sound before their bytes were changed, or the parts that their format is made of: lengths and checksums
 * are then right, so that it is the decoder that meets what is wrong.
 */
public final class MutatedImages {
    private static final int SIGNATURE = 8;
    private static final int RIFF = 12;
    private static final List<String> NAMES = List.of(
            "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "eXIf", "iCCP", "zTXt", "acTL", "VP8 ", "VP8L", "VP8X", "ALPH",
            "ANIM", "ANMF", "ICCP", "EXIF", "XMP ", "RIFF", "xxxx");

    private static final List<byte[]> SOUND = samples();

    private MutatedImages() {}

    /** @param marker of a JPEG's segment, or -1 */
    private record Part(String name, int marker, byte[] body) {
        Part with(byte[] other) {
            return new Part(name, marker, other);
        }
    }

    private static List<byte[]> samples() {
        try {
            return List.of(
                    Samples.jpeg(),
                    Samples.progressive(),
                    Samples.cmyk(),
                    Samples.png(false),
                    Samples.png(true),
                    Samples.png16(),
                    Samples.pngWithBomb(),
                    Samples.resource("lossy.webp"),
                    Samples.resource("lossless.webp"),
                    Samples.resource("lossy-alpha.webp"),
                    Samples.resource("lossless-alpha.webp"),
                    Samples.written(Samples.image(40, 30, false), "gif"),
                    Samples.written(Samples.image(40, 30, false), "bmp"),
                    Samples.text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG that is as it was. */
    public static byte[] sound() {
        return SOUND.get(0);
    }

    /** Of any format. */
    public static byte[] of(SplittableRandom random) {
        return of(random, Mutations.pick(random, SOUND));
    }

    /** Of JPEG, the only one that may be uploaded by hand. */
    public static byte[] jpeg(SplittableRandom random) {
        return of(random, SOUND.get(random.nextInt(3)));
    }

    private static byte[] of(SplittableRandom random, byte[] sound) {
        if (random.nextInt(3) == 0) {
            return Mutations.bytes(random, sound);
        }
        boolean jpeg = sound[0] == (byte) 0xff;
        boolean png = sound[0] == (byte) 0x89;
        boolean webp = sound[0] == 'R';
        if (!jpeg && !png && !webp) {
            return Mutations.bytes(random, sound);
        }
        List<Part> parts = jpeg ? segments(sound) : chunks(sound, png);
        Mutations.parts(
                random,
                parts,
                part -> random.nextInt(6) == 0 && part.marker() < 0
                        ? new Part(part.name() == null ? null : Mutations.pick(random, NAMES), -1, part.body())
                        : part.with(Mutations.bytes(random, part.body())));
        byte[] head = Arrays.copyOf(sound, jpeg ? 2 : png ? SIGNATURE : RIFF);
        byte[] whole = Samples.joined(head, joined(parts, png));
        if (webp) {
            little(whole).putInt(4, whole.length - SIGNATURE);
        }
        return whole;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] joined(List<Part> parts, boolean png) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Part part : parts) {
            if (part.marker() >= 0) {
                int length = part.body().length + 2;
                all.writeBytes(new byte[] {(byte) 0xff, (byte) part.marker(), (byte) (length >> 8), (byte) length});
                all.writeBytes(part.body());
            } else if (part.name() == null) {
                all.writeBytes(part.body());
            } else if (png) {
                all.writeBytes(Samples.chunk(part.name(), part.body()));
            } else {
                byte[] head = Arrays.copyOf(Samples.text(part.name()), SIGNATURE);
                little(head).putInt(4, part.body().length);
                all.writeBytes(head);
                all.writeBytes(Arrays.copyOf(part.body(), part.body().length + (part.body().length & 1)));
            }
        }
        return all.toByteArray();
    }

    /** Of a PNG or a WebP. */
    private static List<Part> chunks(byte[] sound, boolean png) {
        List<Part> parts = new ArrayList<>();
        for (int at = png ? SIGNATURE : RIFF; at + SIGNATURE <= sound.length; ) {
            int length = png ? ByteBuffer.wrap(sound).getInt(at) : little(sound).getInt(at + 4);
            String name = new String(sound, png ? at + 4 : at, 4, StandardCharsets.ISO_8859_1);
            at += SIGNATURE;
            parts.add(new Part(name, -1, Arrays.copyOfRange(sound, at, at + length)));
            at += png ? length + 4 : length + (length & 1);
        }
        return parts;
    }

    /** Of a JPEG up to its first scan, and all the rest as one. */
    private static List<Part> segments(byte[] sound) {
        List<Part> parts = new ArrayList<>();
        int at = 2;
        while (sound[at + 1] != (byte) 0xda) {
            int length = ByteBuffer.wrap(sound).getShort(at + 2) & 0xffff;
            parts.add(new Part(null, sound[at + 1] & 0xff, Arrays.copyOfRange(sound, at + 4, at + 2 + length)));
            at += 2 + length;
        }
        parts.add(new Part(null, -1, Arrays.copyOfRange(sound, at, sound.length)));
        return parts;
    }
}
