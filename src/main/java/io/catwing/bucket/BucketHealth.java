package io.catwing.bucket;

import io.catwing.failure.Health;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Fails when the bucket is not there or does not answer within seconds. Camel finds it. */
@Component
public class BucketHealth extends Health {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final S3Client s3;
    private final String bucket;

    public BucketHealth(S3Client s3, S3Settings settings) {
        super("bucket", "the bucket cannot be read");
        this.s3 = s3;
        this.bucket = settings.bucket();
    }

    @Override
    public Optional<String> problem() {
        try {
            s3.headBucket(head -> head.bucket(bucket).overrideConfiguration(o -> o.apiCallTimeout(PATIENCE)));
            return Optional.empty();
        } catch (SdkException failed) {
            return Optional.of(S3Failures.of("HEAD", "/", bucket, failed).getMessage());
        }
    }
}
