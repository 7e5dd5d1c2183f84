package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out, before the first raw file is put, whether the bucket would let it be overwritten: some servers ignore
 * {@code If-None-Match}, some refuse it, some lose metadata. Tried on an object of our own beside the raw files. Called
 * by the route {@code store-raw-file} for every file, and works once a process, and again after a PUT was refused.
 */
@Component
public class BucketProbe {
    /** The one object that the probe keeps. It may be deleted by hand at any time. */
    public static final String KEY = "catwing-probe";

    private static final Map<String, String> METADATA = Map.of("catwing", "probe");
    private static final String OTHER_SERVER =
            "raw files would not be safe there; use an S3 server with conditional writes (AWS, MinIO, Ceph, S3Proxy)";

    private final S3Client s3;
    private final String bucket;
    private boolean passed;

    public BucketProbe(S3Client s3, S3Settings settings) {
        this.s3 = s3;
        this.bucket = settings.bucket();
    }

    /**
     * Others wait while the first one asks. A probe that failed is done again by the next who calls.
     *
     * @throws AbortingFailure when the bucket cannot be trusted with raw files, saying which call told
     */
    @Handler
    public synchronized void probe() {
        if (!passed) {
            putFirst();
            String intruder = "not to be seen: " + UUID.randomUUID();
            putAgain(intruder);
            read(intruder);
            passed = true;
        }
    }

    /**
     * Has the next one who calls probe again: a bucket that takes no files any more is to be known before an ERP is asked.
     *
     * @param refusal of a raw file's PUT, which is thrown again
     */
    public synchronized void refused(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) AbortingFailure refusal) {
        passed = false;
        throw refusal;
    }

    private void putFirst() {
        try {
            put("catwing sees with this object whether the bucket lets objects be overwritten\n");
        } catch (S3Exception answer) {
            if (answer.statusCode() != 412) {
                throw refused("the conditional PUT", answer);
            }
        } catch (SdkException failed) {
            throw refused("the conditional PUT", failed);
        }
    }

    private void putAgain(String intruder) {
        try {
            put(intruder);
        } catch (S3Exception answer) {
            if (answer.statusCode() == 412) {
                return;
            }
            throw refused("the second conditional PUT", answer);
        } catch (SdkException failed) {
            throw refused("the second conditional PUT", failed);
        }
        throw new AbortingFailure(
                "bucket " + bucket + " lets objects be overwritten: the second conditional PUT of " + KEY
                        + " was answered 200 instead of 412",
                OTHER_SERVER);
    }

    private void put(String body) {
        s3.putObject(p -> p.bucket(bucket).key(KEY).ifNoneMatch("*").metadata(METADATA), RequestBody.fromString(body));
    }

    private void read(String intruder) {
        ResponseBytes<GetObjectResponse> object;
        try {
            object = s3.getObjectAsBytes(g -> g.bucket(bucket).key(KEY));
        } catch (SdkException failed) {
            throw refused("the GET", failed);
        }
        if (object.asString(StandardCharsets.UTF_8).equals(intruder)) {
            throw new AbortingFailure(
                    "bucket " + bucket + " lets objects be overwritten: the second conditional PUT of " + KEY
                            + " was answered 412, and yet the GET gives what it sent",
                    OTHER_SERVER);
        }
        if (!object.response().metadata().equals(METADATA)) {
            throw new AbortingFailure(
                    "bucket " + bucket + " loses metadata: the GET of " + KEY + " gives "
                            + object.response().metadata() + " instead of " + METADATA,
                    "raw files carry their counts and checksums as user metadata; delete " + KEY
                            + " and try again, and if it stays so, use another S3 server");
        }
    }

    private AbortingFailure refused(String call, SdkException failed) {
        Failure failure = S3Failures.of(call, KEY, bucket, failed);
        String hint = failed instanceof S3Exception answer && (answer.statusCode() == 501 || answer.statusCode() == 400)
                ? OTHER_SERVER
                : failure.hint();
        return new AbortingFailure("the bucket probe failed: " + failure.fact(), hint, failed);
    }
}
