package io.catwing.local.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * The images that products name: mostly small JPEGs, some PNGs and a WebP under the same names, and a few that are not
 * what they claim to be. The same product has the same image at every start.
 */
final class DemoImages {
    /** What records name is relative, so that raw files are the same wherever the demo listens. */
    private static final String PREFIX = "images/";

    private static final String SUFFIX = ".jpg";
    private static final int SIDE = 96;

    /** 96 x 96 pixels, made with cwebp. */
    private static final byte[] WEBP = Base64.getDecoder()
            .decode(
                    "UklGRqIAAABXRUJQVlA4TJUAAAAvX8AXAApHbttI0rf7932cKtuZfTN0nv9r/fd/As7fRh5cnqWrU3RvgO43q6ZRdV2qbFF1veqr1VGrnkp11amvSp016n0N1H1f/adrwtmacbKmvF2a81Zp0uesxuP5jyDcKsTgdiEEkxGB2QjAdNghaMY1gBWiRsjaIGyCtAXiBsjL4SiFqRC+IngL4L+JkMuIuoBXeQA=");

    private static final byte[] SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"40\"/></svg>\n".getBytes(StandardCharsets.UTF_8);

    private final int products;

    DemoImages(int products) {
        this.products = products;
    }

    /** What a product's record says. */
    static String address(int product) {
        return PREFIX + (product + 1) + SUFFIX;
    }

    static boolean isAsked(Request request) {
        return request.path().startsWith("/" + PREFIX);
    }

    /** The image, or 304 where the caller has it, or 404. */
    Answer answer(Request request) {
        String name = request.path().substring(PREFIX.length() + 1);
        if (!name.matches("[1-9][0-9]{0,5}\\.jpg")) {
            return Answer.html(404, "Not found");
        }
        int product = Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())) - 1;
        if (product >= products || product == 22) {
            return Answer.html(404, "Not found");
        }
        byte[] image = image(product);
        CRC32 sum = new CRC32();
        sum.update(image);
        String etag = String.format("\"%08x\"", sum.getValue());
        int status = etag.equals(request.ifNoneMatch()) ? 304 : 200;
        return new Answer(status, "image/jpeg", status == 304 ? new byte[0] : image, Map.of("ETag", etag), 0);
    }

    private static byte[] image(int product) {
        byte[] jpeg = drawn(product, "jpg");
        return switch (product) {
            case 7 -> WEBP;
            case 20 -> SVG;
            case 21 -> Arrays.copyOf(jpeg, jpeg.length / 2);
            default -> product % 10 == 3 ? drawn(product, "png") : jpeg;
        };
    }

    private static byte[] drawn(int product, String format) {
        boolean png = format.equals("png");
        BufferedImage image =
                new BufferedImage(SIDE, SIDE, png ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        if (!png) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, SIDE, SIDE);
        }
        graphics.setColor(Color.getHSBColor(product * 0.37f % 1, 0.6f, 0.9f));
        int inset = 8 + product % 5 * 4;
        if (product % 2 == 0) {
            graphics.fillOval(inset, inset, SIDE - 2 * inset, SIDE - 2 * inset);
        } else {
            graphics.fillRect(inset, inset, SIDE - 2 * inset, SIDE - 2 * inset);
        }
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.setUseCache(false);
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
