package io.catwing.productimages;

/**
 * What a server sent, in the spool file.
 *
 * @param sha256 of the bytes
 * @param etag or null
 * @param lastModified or null
 */
record ImageAnswer(ImageFormat format, String sha256, String etag, String lastModified) {}
