package io.catwing.productimages;

import io.catwing.failure.QuarantinedFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Takes from a PNG all that is not needed to see it. What is left out, texts and profiles above all, may be compressed, and
 * the decoder would blow it up in the heap.
 */
final class PngChunks {
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int SIGNATURE = 8;

    /** Of Exif, in bytes; a PNG has it in one chunk of its own. */
    private static final int LONGEST_EXIF = 1 << 20;

    private PngChunks() {}

    /**
     * @return how the image is to be turned
     * @throws QuarantinedFailure where the file ends in the middle, or was damaged
     */
    static Orientation copyNeeded(Path from, Path to) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(from)));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            out.write(in.readNBytes(SIGNATURE));
            Chunk chunk;
            Orientation orientation = Orientation.UPRIGHT;
            do {
                chunk = copyChunk(in, out);
                orientation = chunk.exif() == null ? orientation : Orientation.of(chunk.exif());
            } while (!chunk.name().equals("IEND"));
            return orientation;
        } catch (EOFException e) {
            throw new QuarantinedFailure("it is a PNG that ends in the middle", VerifyImage.HINT, e);
        }
    }

    /** @param exif null in all but one */
    private record Chunk(String name, byte[] exif) {}

    private static Chunk copyChunk(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        byte[] type = new byte[4];
        in.readFully(type);
        String name = new String(type, StandardCharsets.ISO_8859_1);
        if (length < 0) {
            throw new QuarantinedFailure("it is a PNG with a chunk that has no length", VerifyImage.HINT);
        }
        if (name.equals("eXIf") && length <= LONGEST_EXIF) {
            byte[] exif = new byte[length];
            in.readFully(exif);
            in.skipNBytes(4);
            return new Chunk(name, exif);
        }
        if (!NEEDED.contains(name)) {
            in.skipNBytes(length + 4L);
            return new Chunk(name, null);
        }
        CRC32 sum = new CRC32();
        sum.update(type);
        out.writeInt(length);
        out.write(type);
        byte[] buffer = new byte[1 << 13];
        for (int left = length; left > 0; ) {
            int some = Math.min(left, buffer.length);
            in.readFully(buffer, 0, some);
            sum.update(buffer, 0, some);
            out.write(buffer, 0, some);
            left -= some;
        }
        int told = in.readInt();
        if (told != (int) sum.getValue()) {
            throw new QuarantinedFailure("it is a PNG whose chunk " + name + " is damaged", VerifyImage.HINT);
        }
        out.writeInt(told);
        return new Chunk(name, null);
    }
}
