package io.catwing.bucket;

import java.time.Instant;
import java.util.Map;

/**
 * An object that lies in S3.
 *
 * @param etag without quotes
 * @param bytes its length
 * @param modified when it was put, by the server's clock
 * @param metadata the user metadata; empty where the object comes from a listing, which does not tell it
 */
public record StoredObject(ObjectKey key, String etag, long bytes, Instant modified, Map<String, String> metadata) {}
