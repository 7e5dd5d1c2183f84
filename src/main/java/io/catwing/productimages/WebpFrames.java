package io.catwing.productimages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the images inside a WebP say of their own size, for the decoder makes room by it, whatever the file as a whole says. */
final class WebpFrames {
    /** RIFF, a length, WEBP. */
    private static final int HEADER = 12;

    private static final int CHUNK = 8;

    /** Of an image of an animation: where it stands, and for how long. */
    private static final int PLACE = 16;

    private static final int LOSSY_HEAD = 10;
    private static final int LOSSLESS_HEAD = 5;
    private static final int SIDE = 0x3fff;

    interface Size {
        void check(int width, int height);
    }

    private WebpFrames() {}

    /** Calls back for each image that it finds. */
    static void check(Path webp, Size size) throws IOException {
        try (FileChannel file = FileChannel.open(webp)) {
            walk(file, HEADER, file.size(), size);
        }
    }

    private static void walk(FileChannel file, long from, long to, Size size) throws IOException {
        for (long at = from; at + CHUNK <= to; ) {
            ByteBuffer chunk = read(file, at, CHUNK);
            String name = new String(chunk.array(), 0, 4, StandardCharsets.ISO_8859_1);
            long length = chunk.getInt(4) & 0xffffffffL;
            long body = at + CHUNK;
            at = body + length + (length & 1);
            switch (name) {
                case "ANMF" -> walk(file, body + PLACE, Math.min(to, at), size);
                case "VP8 " -> {
                    ByteBuffer head = read(file, body, LOSSY_HEAD);
                    size.check(head.getShort(6) & SIDE, head.getShort(8) & SIDE);
                }
                case "VP8L" -> {
                    int sides = read(file, body, LOSSLESS_HEAD).getInt(1);
                    size.check((sides & SIDE) + 1, (sides >> 14 & SIDE) + 1);
                }
                default -> {}
            }
        }
    }

    /** Zeros behind the end: the decoder will tell of it. */
    private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (read.hasRemaining() && file.read(read, at + read.position()) > 0) {
            // All that there is.
        }
        return read;
    }
}
