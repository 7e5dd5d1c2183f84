package io.catwing.support;

import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A real client of S3 in which something goes wrong around a call: beans and endpoints that are given it meet that alike. */
public class FaultyS3 extends DelegatingS3Client {
    public FaultyS3(S3Client s3) {
        super(s3);
    }

    /** Throws where the call is to fail. */
    protected void before(S3Request request) {}

    protected void afterPut(String key) {}

    protected static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        before(request);
        R answer = operation.apply(request);
        if (request instanceof PutObjectRequest put) {
            afterPut(put.key());
        }
        return answer;
    }
}
