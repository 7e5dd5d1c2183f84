package io.catwing.productimages;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes from a WebP what the decoder has no use for, or would stumble over, and tells how the image is to be turned. */
final class WebpChunks {
    /** RIFF, a length, WEBP. */
    private static final int HEADER = 12;

    private static final int CHUNK = 8;
    private static final int PROFILE_FLAG = 0x20;
    private static final int DESCRIBED_FLAGS = 0x0c;

    /** Of what is looked into; a profile or Exif that is longer is left out unseen. */
    private static final int LONGEST = 4 << 20;

    private WebpChunks() {}

    /** What ends in the middle is copied as far as it goes; the decoder tells. */
    static Orientation copyNeeded(Path from, Path to) throws IOException {
        Orientation orientation = Orientation.UPRIGHT;
        boolean profiled = false;
        int flagsAt = -1;
        byte[] head = new byte[CHUNK];
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(from)));
                OutputStream out = Files.newOutputStream(to)) {
            out.write(in.readNBytes(HEADER));
            long written = HEADER;
            while (in.readNBytes(head, 0, CHUNK) == CHUNK) {
                String name = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
                long length =
                        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
                long padded = length + (length & 1);
                boolean described = name.equals("EXIF") || name.equals("XMP ") || name.equals("ICCP");
                if (!described) {
                    flagsAt = name.equals("VP8X") && flagsAt < 0 ? Math.toIntExact(written) + CHUNK : flagsAt;
                    out.write(head);
                    written += CHUNK + copy(in, out, padded);
                } else if (length > LONGEST) {
                    skip(in, padded);
                } else {
                    byte[] body = in.readNBytes((int) padded);
                    if (name.equals("EXIF")) {
                        orientation = Orientation.of(body);
                    } else if (name.equals("ICCP") && isOfColours(body)) {
                        out.write(head);
                        out.write(body);
                        written += CHUNK + body.length;
                        profiled = true;
                    }
                }
            }
            patch(to, out, written, flagsAt, profiled);
        }
        return orientation;
    }

    /** A profile says what it is about; the pixels of a WebP are always red, green and blue. */
    private static boolean isOfColours(byte[] profile) {
        return profile.length > 20 && new String(profile, 16, 4, StandardCharsets.ISO_8859_1).equals("RGB ");
    }

    private static long copy(DataInputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 13];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        return length - left;
    }

    private static void skip(DataInputStream in, long length) throws IOException {
        try {
            in.skipNBytes(length);
        } catch (EOFException cutOff) {
            // Nothing that is needed comes after the end.
            return;
        }
    }

    /** Lengths and flags are to say what is there now. */
    private static void patch(Path to, OutputStream out, long written, int flagsAt, boolean profiled)
            throws IOException {
        out.flush();
        try (FileChannel file = FileChannel.open(to, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            length.putInt(0, (int) (written - CHUNK));
            file.write(length, 4);
            ByteBuffer flags = ByteBuffer.allocate(1);
            if (flagsAt >= 0 && file.read(flags, flagsAt) == 1) {
                int without = flags.get(0) & ~DESCRIBED_FLAGS;
                flags.put(0, (byte) (profiled ? without : without & ~PROFILE_FLAG))
                        .rewind();
                file.write(flags, flagsAt);
            }
        }
    }
}
