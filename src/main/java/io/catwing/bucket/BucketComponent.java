package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/** Camel's {@code aws2-s3:} on our client alone, which holds {@link BucketRules} and fails in our words. */
@Component("aws2-s3")
@org.apache.camel.spi.annotations.Component("aws2-s3")
@Lazy
public class BucketComponent extends AWS2S3Component {
    /** With these an endpoint would make a client or a signer of its own. */
    public static final Set<String> REFUSED_OPTIONS = Set.of(
            "amazonS3Client",
            "amazonS3Presigner",
            "accessKey",
            "secretKey",
            "sessionToken",
            "profileCredentialsName",
            "useDefaultCredentialsProvider",
            "useProfileCredentialsProvider",
            "useSessionCredentials",
            "overrideEndpoint",
            "uriEndpointOverride",
            "proxyHost",
            "trustAllCertificates");

    public static final String REFUSED_HINT =
            "leave it out: every endpoint uses catwing's own client, which CATWING_S3_* configures";

    private final S3Client s3;

    public BucketComponent(S3Client s3) {
        this.s3 = new BucketClient(s3);
        getConfiguration().setAmazonS3Client(this.s3);
    }

    /** @throws AbortingFailure which names the option that is not for routes */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Set<String> refused = new TreeSet<>(parameters.keySet());
        refused.removeIf(name -> REFUSED_OPTIONS.stream().noneMatch(name::equalsIgnoreCase));
        if (!refused.isEmpty()) {
            throw new AbortingFailure(
                    "an endpoint aws2-s3:" + remaining + " has the option " + String.join(", ", refused), REFUSED_HINT);
        }
        if (remaining.isBlank()) {
            throw new IllegalArgumentException("aws2-s3: names no bucket\nHINT: write aws2-s3:{{catwing.s3.bucket}}");
        }
        AWS2S3Configuration configuration = getConfiguration().copy();
        configuration.setBucketName(remaining.substring(remaining.lastIndexOf(':') + 1));
        Endpoint endpoint = new BucketEndpoint(uri, configuration);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Starts without a call: not every command needs the bucket, and a start must not fail because S3 is away. */
    private final class BucketEndpoint extends AWS2S3Endpoint {
        BucketEndpoint(String uri, AWS2S3Configuration configuration) {
            super(uri, BucketComponent.this, configuration);
        }

        @Override
        public void doStart() throws Exception {
            getConfiguration().setAmazonS3Client(new DelegatingS3Client(s3) {
                @Override
                public HeadBucketResponse headBucket(HeadBucketRequest asked) {
                    return HeadBucketResponse.builder().build();
                }
            });
            super.doStart();
            setS3Client(s3);
        }
    }
}
