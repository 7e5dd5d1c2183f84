package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a failed call to S3 means: try again, or nothing helps until a person acts, for this object or for all. */
public final class S3Failures {
    private S3Failures() {}

    /** @param call what was asked, such as {@code put} */
    public static Failure of(String call, String key, String bucket, SdkException failed) {
        String what = call + " of " + key + " in bucket " + bucket;
        if (failed instanceof S3Exception answer) {
            return answered(what, answer);
        }
        if (failed instanceof SdkClientException
                && String.valueOf(failed.getMessage()).contains("credentials")) {
            return new AbortingFailure(
                    what + " was not tried: no credentials were found",
                    "set CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY, or give the machine a role",
                    failed);
        }
        return new RetryableFailure(
                what + " failed: S3 cannot be reached (" + rootCause(failed) + ")",
                "check CATWING_S3_ENDPOINT, the server and the network between",
                failed);
    }

    private static Failure answered(String what, S3Exception answer) {
        int status = answer.statusCode();
        String fact = what + " was answered " + describe(answer);
        boolean damagedUnderWay = "BadDigest".equals(code(answer)) || "RequestTimeout".equals(code(answer));
        if (status >= 500 && status != 501 || status == 429 || status == 409 || damagedUnderWay) {
            return new RetryableFailure(fact, "it is tried again; if it stays so, look into the S3 server", answer);
        }
        if (status == 413 || "EntityTooLarge".equals(code(answer))) {
            return new QuarantinedFailure(
                    fact,
                    "the S3 server, or a proxy before it, takes no object of that length: raise its limit",
                    answer);
        }
        String hint =
                switch (status) {
                    case 403 ->
                        "check CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY, the bucket's policy,"
                                + " and this machine's clock";
                    case 404 -> "check CATWING_S3_BUCKET; the bucket must exist";
                    case 301, 307 -> "the bucket is in another region; set CATWING_S3_REGION";
                    default -> "look into the S3 server; the error code says what it did not like";
                };
        return new AbortingFailure(fact, hint, answer);
    }

    /** Status and error code, such as {@code 403 SignatureDoesNotMatch}; never the server's text, which may quote. */
    public static String describe(S3Exception answer) {
        String code = code(answer);
        return code.isEmpty() ? String.valueOf(answer.statusCode()) : answer.statusCode() + " " + code;
    }

    public static String code(S3Exception answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }

    /**
     * An ETag without its quotes.
     *
     * @throws RetryableFailure where the answer has none: it was cut off, or is not S3's
     */
    static String etag(String quoted, String key, String bucket) {
        if (quoted == null) {
            throw new RetryableFailure(
                    "S3 tells of " + key + " in bucket " + bucket + " without an ETag",
                    "look into the S3 server, and into a proxy or cache before it");
        }
        return quoted.replace("\"", "");
    }

    private static String rootCause(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** The elements; a call to S3 that fails while they are walked, the first one included, becomes a failure of ours. */
    public static <T> Stream<T> guard(Iterable<T> elements, String prefix, String bucket) {
        try {
            Iterator<T> unguarded = elements.iterator();
            Iterator<T> guarded = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    try {
                        return unguarded.hasNext();
                    } catch (SdkException e) {
                        throw of("list", prefix, bucket, e);
                    }
                }

                @Override
                public T next() {
                    try {
                        return unguarded.next();
                    } catch (SdkException e) {
                        throw of("list", prefix, bucket, e);
                    }
                }
            };
            return StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(guarded, Spliterator.ORDERED | Spliterator.NONNULL), false);
        } catch (SdkException e) {
            throw of("list", prefix, bucket, e);
        }
    }
}
