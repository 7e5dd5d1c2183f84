package io.catwing.productimages;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * A white image onto which another is put, part by part, upright. Greys stay the numbers that they are: the graphics of
 * the JDK take them for amounts of light, and would make them lighter.
 */
final class Canvas {
    private static final int BYTES = 3;
    private static final int WHITE = 255;

    private final int width;
    private final int height;
    private final Orientation orientation;
    private final BufferedImage image;
    private final byte[] pixels;

    /** @param width and height of what is put there, before it is turned */
    Canvas(int width, int height, Orientation orientation) {
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        image = orientation.turned()
                ? new BufferedImage(height, width, BufferedImage.TYPE_3BYTE_BGR)
                : new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Arrays.fill(pixels, (byte) WHITE);
    }

    BufferedImage image() {
        return image;
    }

    /** @param top the row that the part begins in */
    void put(BufferedImage part, int top) {
        ColorSpace space = part.getColorModel().getColorSpace();
        if (space.getType() == ColorSpace.TYPE_GRAY && !(part.getColorModel() instanceof IndexColorModel)) {
            putGreys(part.getRaster(), top);
        } else {
            putColours(space.isCS_sRGB() ? part : converted(part), top);
        }
    }

    /** All at once: pixel by pixel a profile takes a minute for what takes a second. */
    private static BufferedImage converted(BufferedImage part) {
        boolean alpha = part.getColorModel().hasAlpha();
        BufferedImage to = new BufferedImage(
                part.getWidth(), part.getHeight(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        return new ColorConvertOp(null).filter(part, to);
    }

    private void putGreys(Raster raster, int top) {
        int bands = raster.getNumBands();
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] row = new int[raster.getWidth() * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++) {
                int grey = scaled(row[x * bands], most);
                int seen = bands == 1 ? grey : onWhite(grey, scaled(row[x * bands + 1], most));
                set(x, top + y, seen, seen, seen);
            }
        }
    }

    private static int scaled(int sample, int most) {
        return most == WHITE ? sample : Math.round(sample * (float) WHITE / most);
    }

    private void putColours(BufferedImage part, int top) {
        int[] row = new int[part.getWidth()];
        for (int y = 0; y < part.getHeight(); y++) {
            part.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int alpha = row[x] >>> 24;
                set(
                        x,
                        top + y,
                        onWhite(row[x] >> 16 & WHITE, alpha),
                        onWhite(row[x] >> 8 & WHITE, alpha),
                        onWhite(row[x] & WHITE, alpha));
            }
        }
    }

    private static int onWhite(int colour, int alpha) {
        return alpha == WHITE ? colour : (colour * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE;
    }

    private void set(int x, int y, int red, int green, int blue) {
        int column = orientation.x(x, y, width, height);
        int row = orientation.y(x, y, width, height);
        int at = (row * image.getWidth() + column) * BYTES;
        pixels[at] = (byte) blue;
        pixels[at + 1] = (byte) green;
        pixels[at + 2] = (byte) red;
    }
}
