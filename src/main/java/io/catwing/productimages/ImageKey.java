package io.catwing.productimages;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a product's image lies: {@code product-images/{client}/{product_id}.jpg}. Of the id, capital letters, digits,
 * {@code - _} and dots (but not the first) stand as they are; everything else is percent-encoded. Small letters are too, so
 * that no two ids have keys that differ in case alone: copies on disks that do not tell case apart stay whole.
 */
final class ImageKey {
    private static final String SUFFIX = ".jpg";

    /** What S3 takes, in bytes. */
    private static final int LONGEST = 1024;

    private ImageKey() {}

    /** @throws QuarantinedFailure where the id cannot be part of a key */
    static ObjectKey of(ClientId client, String productId) {
        if (productId.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(productId)) {
            throw new QuarantinedFailure(
                    "the product id is " + (productId.isEmpty() ? "empty" : "not Unicode text"),
                    "look at the record and at the mapping of product_id in the client's file");
        }
        String path = client + "/" + encode(productId) + SUFFIX;
        int length = Area.PRODUCT_IMAGES.prefix().length() + path.length();
        if (length > LONGEST) {
            throw new QuarantinedFailure(
                    "the key of its image would be " + length + " bytes long, and S3 takes " + LONGEST,
                    "give the product a shorter id, or do without its image");
        }
        return new ObjectKey(Area.PRODUCT_IMAGES, path);
    }

    /** Empty where no product has this key. */
    static Optional<String> productId(ObjectKey key) {
        String path = key.path();
        int slash = path.indexOf('/');
        if (slash < 0 || !path.endsWith(SUFFIX) || path.length() - SUFFIX.length() <= slash + 1) {
            return Optional.empty();
        }
        String encoded = path.substring(slash + 1, path.length() - SUFFIX.length());
        return decode(encoded).filter(id -> encode(id).equals(encoded));
    }

    static String encode(String productId) {
        StringBuilder out = new StringBuilder();
        for (byte b : productId.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean bare = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '.';
            if (bare && !(c == '.' && out.isEmpty())) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    private static Optional<String> decode(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        try {
            for (int i = 0; i < encoded.length(); i++) {
                char c = encoded.charAt(i);
                if (c == '%') {
                    bytes.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    bytes.put((byte) c);
                }
            }
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (IndexOutOfBoundsException | NumberFormatException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
