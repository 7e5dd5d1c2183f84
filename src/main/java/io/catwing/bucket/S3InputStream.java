package io.catwing.bucket;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads an object, or a range of it, to its end over a network that blinks: when a connection is cut, it asks for the rest, of the same
 * ETag, and goes on. A long load would otherwise begin anew, or meet the cut again at its next try.
 */
public final class S3InputStream extends InputStream {
    /** Cuts in a row without one byte between them; after that S3 is taken to be away. */
    private static final int GREATEST_CUTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String etag;
    private final Range range;
    private final String alteredHint;
    private ResponseInputStream<GetObjectResponse> from;
    private long offset;
    private int cuts;
    private boolean closed;

    /**
     * Bytes of an object.
     *
     * @param to behind the last
     * @param all that the object has
     */
    record Range(long from, long to, long all) {}

    /** The same of all its bytes. */
    public S3InputStream(S3Client s3, String bucket, String key, String etag, long bytes, String alteredHint) {
        this(s3, bucket, key, etag, new Range(0, bytes, bytes), alteredHint);
    }

    /**
     * @param etag as listed, without quotes: when the object has another by now, the read fails rather than give what
     *     was not listed
     * @param range with the length of the object as listed
     * @param alteredHint what to do about an object that is another by now
     */
    S3InputStream(S3Client s3, String bucket, String key, String etag, Range range, String alteredHint) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.etag = etag;
        this.range = range;
        this.offset = range.from();
        this.alteredHint = alteredHint;
        this.from = open();
    }

    private ResponseInputStream<GetObjectResponse> open() {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(key).ifMatch("\"" + etag + "\"");
        if (range.to() < range.all()) {
            request.range("bytes=" + offset + "-" + (range.to() - 1));
        } else if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        ResponseInputStream<GetObjectResponse> answer;
        try {
            answer = s3.getObject(request.build());
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 404) {
                throw altered(e.statusCode() == 404 ? "is gone" : "is another one by now", e);
            }
            throw S3Failures.of("get", key, bucket, e);
        } catch (SdkException e) {
            throw S3Failures.of("get", key, bucket, e);
        }
        // Some servers ignore If-Match, or the range.
        GetObjectResponse head = answer.response();
        if (!etag.equals(String.valueOf(head.eTag()).replace("\"", ""))) {
            answer.abort();
            throw altered("is another one by now", null);
        }
        if (head.contentLength() == null || head.contentLength() != range.to() - offset) {
            answer.abort();
            throw altered("has another length by now", null);
        }
        return answer;
    }

    private QuarantinedFailure altered(String how, Exception cause) {
        return new QuarantinedFailure(
                key + " " + how + ": listed were " + range.all() + " bytes with ETag " + etag, alteredHint, cause);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        if (closed) {
            throw new IOException("the stream of " + key + " is closed");
        }
        while (length > 0 && offset < range.to()) {
            int got = readOnce(into, at, length);
            if (got > 0) {
                offset += got;
                cuts = 0;
                return got;
            }
            reopen();
        }
        return length == 0 ? 0 : -1;
    }

    /** @return 0 or less where the connection ended before the file did */
    private int readOnce(byte[] into, int at, int length) throws IOException {
        try {
            return from.read(into, at, length);
        } catch (IOException | SdkException cut) {
            if (cuts + 1 >= GREATEST_CUTS) {
                throw new IOException("reading " + key + " was cut at byte " + offset, cut);
            }
            return -1;
        }
    }

    private void reopen() throws IOException {
        from.abort();
        if (++cuts >= GREATEST_CUTS) {
            throw new IOException("reading " + key + " ended at byte " + offset + " of " + range.to());
        }
        try {
            Thread.sleep(FIRST_PAUSE.toMillis() << cuts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading " + key + " was interrupted", e);
        }
        from = open();
    }

    @Override
    public int available() throws IOException {
        return closed ? 0 : from.available();
    }

    /** Gives the connection back, but does not read the rest for that: of a file left in the middle, that may be gigabytes. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (offset < range.to()) {
                from.abort();
            } else {
                closeQuietly();
            }
        }
    }

    private void closeQuietly() {
        try {
            from.close();
        } catch (IOException e) {
            from.abort();
        }
    }
}
