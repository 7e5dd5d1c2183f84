package io.catwing.productimages;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How an image is to be turned so that it stands upright, by the numbers of Exif. */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    UPSIDE_DOWN_MIRRORED(false, true, false),
    TRANSPOSED(false, false, true),
    TO_THE_RIGHT(false, true, true),
    TRANSVERSE(true, true, true),
    TO_THE_LEFT(true, false, true);

    private static final int TAG = 0x112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY = 12;

    /** Whether what stands at the right is to come first, and what stands below; then whether rows become columns. */
    private final boolean fromRight;

    private final boolean fromBelow;
    private final boolean turned;

    Orientation(boolean fromRight, boolean fromBelow, boolean turned) {
        this.fromRight = fromRight;
        this.fromBelow = fromBelow;
        this.turned = turned;
    }

    /** Upright where the bytes say nothing of it, or nothing that can be read. */
    static Orientation of(byte[] exif) {
        try {
            boolean marked =
                    new String(exif, 0, Math.min(6, exif.length), StandardCharsets.ISO_8859_1).equals("Exif\0\0");
            ByteBuffer tiff = ByteBuffer.wrap(exif, marked ? 6 : 0, exif.length - (marked ? 6 : 0))
                    .slice();
            short order = tiff.getShort();
            tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            tiff.getShort();
            tiff.position(tiff.getInt());
            for (int left = tiff.getShort() & 0xffff; left > 0; left--) {
                int at = tiff.position();
                int tag = tiff.getShort() & 0xffff;
                int type = tiff.getShort();
                if (tag == TAG && (type == SHORT || type == LONG)) {
                    int value = type == SHORT ? tiff.getShort(at + 8) : tiff.getInt(at + 8);
                    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
                }
                tiff.position(at + ENTRY);
            }
            return UPRIGHT;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException none) {
            return UPRIGHT;
        }
    }

    /** Whether width and height change places. */
    boolean turned() {
        return turned;
    }

    /** Where a pixel comes to be. @param width and height of the image before */
    int x(int x, int y, int width, int height) {
        return turned ? (fromBelow ? height - 1 - y : y) : fromRight ? width - 1 - x : x;
    }

    int y(int x, int y, int width, int height) {
        return turned ? (fromRight ? width - 1 - x : x) : fromBelow ? height - 1 - y : y;
    }
}
