package io.catwing.bucket;

import java.nio.file.Path;

/**
 * A fetched file on the local disk, not yet in S3: what {@code direct:store-raw-file} takes.
 *
 * @param file one JSON array of the records, in UTF-8
 * @param metadata what the fetch counted and computed while it wrote the file
 */
public record SpooledFile(RawKey key, Path file, RawMetadata metadata) {}
