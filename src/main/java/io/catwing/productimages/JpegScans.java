package io.catwing.productimages;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How often a decoder goes over a JPEG. What is behind the image's end, or inside of a segment such as its EXIF, may be
 * another image and does not count.
 */
final class JpegScans {
    private static final int FIRST_SEGMENT = 0xc0;
    private static final int FIRST_RESTART = 0xd0;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;

    private final Path file;

    JpegScans(Path file) {
        this.file = file;
    }

    /** Tables may have an end of their own before the image. */
    int count() throws IOException {
        int scans = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int marker = next(in); marker > 0 && (marker != END || scans == 0); marker = next(in)) {
                scans += marker == SCAN ? 1 : 0;
                if (isSegment(marker)) {
                    int length = in.read() << Byte.SIZE | in.read();
                    in.readNBytes(Math.max(0, length - 2));
                }
            }
        }
        return scans;
    }

    /** Markers below name none: decoders refuse them or, inside of a scan, go on right behind them. */
    private static boolean isSegment(int marker) {
        return marker >= FIRST_SEGMENT && (marker < FIRST_RESTART || marker > END);
    }

    /** The next marker, -1 at the end of the file. A byte 255 of a scan's data is followed by 0. */
    private static int next(InputStream in) throws IOException {
        int before = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (before == 0xff && b != 0 && b != 0xff) {
                return b;
            }
            before = b;
        }
        return -1;
    }
}
