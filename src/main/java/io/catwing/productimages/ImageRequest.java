package io.catwing.productimages;

/**
 * One product whose record names an image.
 *
 * @param url as the record has it
 * @param again do not ask whether it changed
 */
record ImageRequest(String productId, String url, boolean again) {}
