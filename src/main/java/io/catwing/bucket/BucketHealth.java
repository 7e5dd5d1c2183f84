package io.catwing.bucket;

import io.catwing.failure.PrintableText;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Fails when the bucket is not there or does not answer within seconds. Camel finds it. */
@Component
public class BucketHealth extends AbstractHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final S3Client s3;
    private final String bucket;

    public BucketHealth(S3Client s3, S3Settings settings) {
        super("catwing", "bucket");
        this.s3 = s3;
        this.bucket = settings.bucket();
    }

    @Override
    public boolean isLiveness() {
        // A restart would not bring it back.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            s3.headBucket(head -> head.bucket(bucket).overrideConfiguration(o -> o.apiCallTimeout(PATIENCE)));
            builder.up();
        } catch (SdkException failed) {
            builder.message(PrintableText.message(
                            S3Failures.of("HEAD", "/", bucket, failed).getMessage()))
                    .down();
        }
    }
}
