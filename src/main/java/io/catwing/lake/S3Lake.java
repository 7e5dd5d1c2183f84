package io.catwing.lake;

import io.catwing.failure.AbortingFailure;
import io.catwing.s3.FileChecksums;
import io.catwing.s3.S3Failures;
import io.catwing.s3.S3InputStream;
import io.catwing.s3.S3Listing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The lake in a bucket. */
public final class S3Lake implements Lake {
    private final S3Client s3;
    private final String bucket;

    public S3Lake(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<LakeObject> find(LakeKey key) {
        try {
            return Optional.of(object(key, s3.headObject(h -> h.bucket(bucket).key(key.toString()))));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw S3Failures.of("head", key.toString(), bucket, e);
        } catch (SdkException e) {
            throw S3Failures.of("head", key.toString(), bucket, e);
        }
    }

    private static LakeObject object(LakeKey key, HeadObjectResponse head) {
        return new LakeObject(
                key, unquoted(head.eTag()), head.contentLength(), head.lastModified(), Map.copyOf(head.metadata()));
    }

    @Override
    public Stream<LakeObject> list(LakeArea area, String pathPrefix) {
        String prefix = area.prefix() + pathPrefix;
        return S3Listing.of(s3, bucket, prefix, null)
                .flatMap(o -> LakeKey.tryParse(area, o.key())
                        .map(key -> new LakeObject(key, unquoted(o.eTag()), o.size(), o.lastModified(), Map.of()))
                        .stream());
    }

    @Override
    public InputStream open(LakeObject object) {
        return new S3InputStream(
                s3,
                bucket,
                object.key().toString(),
                object.etag(),
                object.bytes(),
                "it was replaced while it was read; run the same command again");
    }

    @Override
    public LakeObject put(LakeKey key, Path file, String contentType, Map<String, String> metadata) {
        allow(key, key.area().writable(), "written");
        PutObjectRequest request;
        try {
            request = PutObjectRequest.builder()
                    .bucket(bucket)
                    .key(key.toString())
                    .contentType(contentType)
                    .contentLength(Files.size(file))
                    .contentMD5(FileChecksums.md5(file))
                    .checksumSHA256(FileChecksums.sha256(file))
                    .metadata(metadata)
                    .build();
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the file " + file + " for " + key + " cannot be read: " + e,
                    "see that CATWING_HOME lies on a healthy disk and that nothing cleans it up meanwhile",
                    e);
        }
        call("put", key, () -> s3.putObject(request, RequestBody.fromFile(file)));
        return there(key);
    }

    @Override
    public LakeObject copy(LakeObject from, LakeKey to) {
        allow(to, to.area().writable(), "written");
        call(
                "copy",
                to,
                () -> s3.copyObject(c -> c.sourceBucket(bucket)
                        .sourceKey(from.key().toString())
                        .copySourceIfMatch("\"" + from.etag() + "\"")
                        .destinationBucket(bucket)
                        .destinationKey(to.toString())));
        return there(to);
    }

    @Override
    public void delete(LakeKey key) {
        allow(key, key.area().prunable(), "deleted");
        call("delete", key, () -> s3.deleteObject(d -> d.bucket(bucket).key(key.toString())));
    }

    /** Asks the server, not our memory of what was sent. */
    private LakeObject there(LakeKey key) {
        return find(key)
                .orElseThrow(() -> new AbortingFailure(
                        key + " is not in bucket " + bucket + " although S3 said that it was stored",
                        "find out who deletes there, or whether the server lies"));
    }

    private <T> T call(String name, LakeKey key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw S3Failures.of(name, key.toString(), bucket, e);
        }
    }

    private static void allow(LakeKey key, boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    "nothing is " + what + " under " + key.area().prefix());
        }
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }
}
