package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which S3 holds the raw files, from {@code CATWING_S3_*}.
 *
 * @param endpoint URL of an S3 server; {@code aws} for Amazon's own; null or empty for the embedded one
 * @param accessKey with an endpoint required; with {@code aws} optional: without it the SDK's own chain is asked
 *     (environment, profile, instance role)
 * @param pathStyle bucket in the path instead of in the host name; null means yes for a server, no for {@code aws}
 * @param chunked over plain HTTP, objects are sent in signed chunks instead of signed as a whole; S3Proxy holds an object
 *     signed as a whole in memory and refuses more than 128 MB, Ceph keeps {@code aws-chunked} as the object's encoding.
 *     Over HTTPS it changes nothing.
 */
@ConfigurationProperties("catwing.s3")
public record S3Settings(
        String endpoint,
        @DefaultValue("us-east-1") String region,
        String accessKey,
        String secretKey,
        @DefaultValue("catwing-masters") String bucket,
        Boolean pathStyle,
        @DefaultValue("false") boolean chunked) {
    private static final String AWS = "aws";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    public S3Settings {
        endpoint = endpoint == null ? "" : endpoint.strip();
        accessKey = accessKey == null ? "" : accessKey.strip();
        secretKey = secretKey == null ? "" : secretKey.strip();
        if (!BUCKET.matcher(bucket).matches()) {
            throw new AbortingFailure(
                    "'" + bucket + "' is not a bucket name",
                    "set CATWING_S3_BUCKET to 3 to 63 lower-case letters, digits, dots and hyphens");
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new AbortingFailure(
                    "only one of CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY is set", "set both, or neither");
        }
        if (!endpoint.isEmpty() && !endpoint.equals(AWS)) {
            checkUrl(endpoint);
            if (accessKey.isEmpty()) {
                throw new AbortingFailure(
                        "CATWING_S3_ENDPOINT is set, but no key to it",
                        "set CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY too");
            }
        }
    }

    private static void checkUrl(String endpoint) {
        URI url;
        try {
            url = new URI(endpoint);
        } catch (URISyntaxException notUrl) {
            url = null;
        }
        if (url != null && url.getRawUserInfo() != null) {
            // The text is not repeated: it holds a password.
            throw new AbortingFailure(
                    "CATWING_S3_ENDPOINT carries credentials inside the URL",
                    "take them out of the URL and set CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY");
        }
        if (url == null
                || url.getHost() == null
                || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                || url.getRawQuery() != null
                || !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))) {
            throw new AbortingFailure(
                    "CATWING_S3_ENDPOINT is not the URL of an S3 server",
                    "it looks like https://s3.example.com:9000, without bucket or path; or is the word aws");
        }
    }

    /** No S3 is named, so the embedded one is used. */
    public boolean embedded() {
        return endpoint.isEmpty();
    }

    /** Where the server is; empty for Amazon's own, which the SDK finds by the region. */
    public Optional<URI> server() {
        return embedded() || endpoint.equals(AWS) ? Optional.empty() : Optional.of(URI.create(endpoint));
    }

    /** Whether the bucket goes in the path. */
    public boolean inPath() {
        return pathStyle == null ? server().isPresent() : pathStyle;
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", bucket=" + bucket + "]";
    }
}
