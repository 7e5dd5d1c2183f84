package io.catwing.productimages;

/**
 * One product whose record names a picture.
 *
 * @param url as the record has it
 * @param again do not ask whether it changed
 */
record PictureOrder(String productId, String url, boolean again) {}
