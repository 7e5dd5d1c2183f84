package io.catwing.productimages;

import io.catwing.failure.PrintableText;
import io.catwing.lake.LakeObject;

/**
 * An object under {@code product-images/} and what it comes to: a row of {@code general.product_image}, or the reason why
 * not.
 *
 * @param object as listed
 * @param productId null where there is a reason
 * @param url where the ERP had it; null for one that was uploaded by hand
 * @param reason with its HINT; null where the picture is fine
 */
record StoredPicture(
        LakeObject object, String productId, int width, int height, String sha256, String url, String reason) {

    StoredPicture {
        reason = PrintableText.message(reason);
    }

    static StoredPicture unreadable(LakeObject object, String reason) {
        return new StoredPicture(object, null, 0, 0, null, null, reason);
    }

    boolean fine() {
        return reason == null;
    }

    /**
     * Tells one state of an object from another. The ETag alone does not: a picture whose bytes stayed is put again where its
     * address changed.
     */
    static String version(LakeObject listed) {
        return listed.etag() + "@" + listed.modified().getEpochSecond();
    }
}
