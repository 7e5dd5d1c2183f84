package io.catwing.productimages;

import java.nio.file.Path;

/**
 * A JPEG that was decoded whole.
 *
 * @param file the spool file itself, or what it was converted to
 * @param width in pixels
 * @param height in pixels
 * @param sha256 of the file
 */
record VerifiedImage(Path file, int width, int height, String sha256) {}
