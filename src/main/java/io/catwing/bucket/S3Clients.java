package io.catwing.bucket;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes the S3 client that every stage and every route shares; it holds {@link BucketRules}. */
public final class S3Clients {
    /** Loads, recoveries beside them and images have up to 64 calls under way each. */
    private static final int CONNECTIONS = 256;

    private S3Clients() {}

    /** @param settings with an endpoint, or {@code aws} */
    public static S3Client create(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.inPath())
                // Servers other than Amazon's stumble over the SDK's default CRC trailer. We send our own checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(settings.chunked()))
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .connectionAcquisitionTimeout(Duration.ofSeconds(60))
                        .connectionMaxIdleTime(Duration.ofSeconds(20))
                        // Per read, not per call: a file of some GB takes what it takes.
                        .socketTimeout(Duration.ofSeconds(60)))
                .overrideConfiguration(o -> o.addExecutionInterceptor(new BucketRules(settings.bucket()))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(5)
                                // ConditionalRequestConflict: another writer of the same key was at work at that
                                // instant.
                                .retryOnException(e -> e instanceof S3Exception answer && answer.statusCode() == 409)
                                .build()));
        settings.server().ifPresent(builder::endpointOverride);
        if (!settings.accessKey().isEmpty()) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        }
        return builder.build();
    }
}
