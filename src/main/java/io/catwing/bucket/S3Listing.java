package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.RetryableFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Every object below a prefix, however many answers they come in. */
public final class S3Listing {
    private final String what;
    private final Set<String> tokens = new HashSet<>();
    private String last;

    private S3Listing(String what) {
        this.what = what;
    }

    /**
     * The objects, asked for as they are read.
     *
     * @param after only keys behind it; null for all
     * @throws io.catwing.failure.Failure while they are read, where S3 fails or its answers would never end or are not whole
     */
    public static Stream<S3Object> of(S3Client s3, String bucket, String prefix, String after) {
        S3Listing listing = new S3Listing("list of " + prefix + " in bucket " + bucket);
        Iterable<ListObjectsV2Response> answers =
                s3.listObjectsV2Paginator(l -> l.bucket(bucket).prefix(prefix).startAfter(after));
        return S3Failures.guard(answers, prefix, bucket).flatMap(answer -> listing.checked(answer).contents().stream());
    }

    /** What is below a prefix up to the next slash, which each ends with; fails as the other. */
    static Stream<String> folders(S3Client s3, String bucket, String prefix) {
        S3Listing listing = new S3Listing("list of the folders of " + prefix + " in bucket " + bucket);
        Iterable<ListObjectsV2Response> answers =
                s3.listObjectsV2Paginator(l -> l.bucket(bucket).prefix(prefix).delimiter("/"));
        return S3Failures.guard(answers, prefix, bucket)
                .flatMap(answer ->
                        listing.checked(answer).commonPrefixes().stream().map(CommonPrefix::prefix));
    }

    private ListObjectsV2Response checked(ListObjectsV2Response answer) {
        if (answer.isTruncated() == null) {
            // An answer that was cut off before its first word is no empty list.
            throw new RetryableFailure(
                    what + " brought an answer that does not say whether more follow",
                    "look into the S3 server, and into a proxy or cache before it");
        }
        String token = answer.nextContinuationToken();
        boolean hasToken = token != null && !token.isEmpty();
        if (Boolean.TRUE.equals(answer.isTruncated()) && !hasToken) {
            throw wrong("an answer that says that more follow, without a continuation token");
        }
        if (hasToken && !tokens.add(token)) {
            throw wrong("the same continuation token twice");
        }
        if (answer.hasContents() && !answer.contents().isEmpty()) {
            String key = answer.contents().get(answer.contents().size() - 1).key();
            if (key.equals(last)) {
                throw wrong("the same objects twice");
            }
            last = key;
        }
        return answer;
    }

    private AbortingFailure wrong(String came) {
        return new AbortingFailure(
                what + " brought " + came,
                "look into the S3 server, and into a proxy or cache before it; no list of it can be believed");
    }
}
