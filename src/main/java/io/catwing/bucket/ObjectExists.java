package io.catwing.bucket;

import io.catwing.failure.QuarantinedFailure;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A conditional PUT met an object under its key, and left it as it is. */
public final class ObjectExists extends QuarantinedFailure {
    private static final long serialVersionUID = 1L;

    ObjectExists(String key, String bucket, S3Exception answer) {
        super(
                key + " is in bucket " + bucket + " already, and stays as it is",
                "use another key, or catch " + ObjectExists.class.getName() + " where that is no failure",
                answer);
    }
}
