package io.catwing.lake;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.ParkedFailure;
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
import java.util.function.Consumer;
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
    public Stream<LakeObject> list(LakeArea area, String pathPrefix, Consumer<String> others) {
        String prefix = area.prefix() + pathPrefix;
        return S3Listing.of(s3, bucket, prefix, null).flatMap(o -> {
            Optional<LakeKey> key = LakeKey.tryParse(area, o.key());
            if (key.isEmpty() && o.key().startsWith(prefix)) {
                others.accept(o.key().substring(area.prefix().length()));
            }
            return key.map(k -> new LakeObject(k, unquoted(o.eTag()), o.size(), o.lastModified(), Map.of())).stream();
        });
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
        PutObjectRequest request =
                request(key, file, contentType).metadata(metadata).build();
        call("put", key, () -> s3.putObject(request, RequestBody.fromFile(file)));
        return there(key);
    }

    @Override
    public LakeObject upload(LakeKey key, Path file, String contentType, Optional<LakeObject> seen) {
        allow(key, key.area() == LakeArea.CLIENT_DATA, "uploaded");
        PutObjectRequest.Builder request = request(key, file, contentType);
        seen.ifPresentOrElse(object -> request.ifMatch("\"" + object.etag() + "\""), () -> request.ifNoneMatch("*"));
        try {
            s3.putObject(request.build(), RequestBody.fromFile(file));
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 409) {
                throw new ParkedFailure(
                        key + " was uploaded by somebody else meanwhile",
                        "look at what is there now, and run the same command again",
                        e);
            }
            throw S3Failures.of("put", key.toString(), bucket, e);
        } catch (SdkException e) {
            throw S3Failures.of("put", key.toString(), bucket, e);
        }
        return there(key);
    }

    private PutObjectRequest.Builder request(LakeKey key, Path file, String contentType) {
        try {
            return PutObjectRequest.builder()
                    .bucket(bucket)
                    .key(key.toString())
                    .contentType(contentType)
                    .contentLength(Files.size(file))
                    .contentMD5(FileChecksums.md5(file))
                    .checksumSHA256(FileChecksums.sha256(file));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the file " + file + " for " + key + " cannot be read: " + e,
                    "see that CATWING_HOME lies on a healthy disk and that nothing cleans it up meanwhile",
                    e);
        }
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
