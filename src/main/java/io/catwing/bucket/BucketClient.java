package io.catwing.bucket;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The S3 client of {@code aws2-s3:}. A call that fails ends in a {@link io.catwing.failure.Failure}, so that the route
 * configurations know what to do about it; a PUT whose user metadata has a {@code sha256} has S3 compare it.
 */
final class BucketClient extends DelegatingS3Client {
    BucketClient(S3Client s3) {
        super(s3);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        try {
            return operation.apply(request instanceof PutObjectRequest put ? (T) withChecksum(put) : request);
        } catch (S3Exception answer) {
            if (answer.statusCode() == 412 && request instanceof PutObjectRequest put) {
                throw new ObjectExists(put.key(), put.bucket(), answer);
            }
            throw failure(request, answer);
        } catch (SdkException failed) {
            throw failure(request, failed);
        }
    }

    private static PutObjectRequest withChecksum(PutObjectRequest put) {
        String sha256 = put.metadata().getOrDefault("sha256", "");
        return sha256.matches("[0-9a-f]{64}")
                ? put.toBuilder()
                        .checksumSHA256(Base64.getEncoder()
                                .encodeToString(HexFormat.of().parseHex(sha256)))
                        .build()
                : put;
    }

    private static RuntimeException failure(S3Request request, SdkException failed) {
        String call = request.getClass()
                .getSimpleName()
                .replaceFirst("(Objects?(V2)?)?Request$", "")
                .toLowerCase(Locale.ROOT);
        return S3Failures.of(
                call,
                field(request, "Key", "DestinationKey", "Prefix"),
                field(request, "Bucket", "DestinationBucket"),
                failed);
    }

    private static String field(S3Request request, String... names) {
        return Stream.of(names)
                .flatMap(name -> request.getValueForField(name, String.class).stream())
                .findFirst()
                .orElse("");
    }
}
