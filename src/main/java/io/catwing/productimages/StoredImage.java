package io.catwing.productimages;

import io.catwing.bucket.StoredObject;
import io.catwing.failure.PrintableText;

/**
 * An object under {@code product-images/} and what it comes to: a row of {@code general.product_image}, or the reason why
 * not.
 *
 * @param object as listed
 * @param productId null where there is a reason
 * @param url where the ERP had it; null for one that was uploaded by hand
 * @param reason with its HINT; null where the image is fine
 */
record StoredImage(
        StoredObject object, String productId, int width, int height, String sha256, String url, String reason) {

    StoredImage {
        reason = PrintableText.message(reason);
    }

    static StoredImage unreadable(StoredObject object, String reason) {
        return new StoredImage(object, null, 0, 0, null, null, reason);
    }

    boolean fine() {
        return reason == null;
    }

    /**
     * Tells one state of an object from another. The ETag alone does not: an image whose bytes stayed is put again where its
     * address changed.
     */
    static String version(StoredObject listed) {
        return listed.etag() + "@" + listed.modified().getEpochSecond();
    }
}
