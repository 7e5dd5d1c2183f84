package io.catwing.bucket;

/**
 * A raw file that lies in S3.
 *
 * @param etag without quotes
 * @param bytes its length
 */
public record RawFile(RawKey key, String etag, long bytes) implements Comparable<RawFile> {
    @Override
    public int compareTo(RawFile other) {
        return key.compareTo(other.key);
    }
}
