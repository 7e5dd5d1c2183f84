package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The objectStore in a bucket. */
public final class S3ObjectStore implements ObjectStore {
    private final S3Client s3;
    private final String bucket;

    public S3ObjectStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
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

    private StoredObject object(ObjectKey key, HeadObjectResponse head) {
        return new StoredObject(
                key,
                S3Failures.etag(head.eTag(), key.toString(), bucket),
                head.contentLength(),
                head.lastModified(),
                Map.copyOf(head.metadata()));
    }

    @Override
    public Stream<StoredObject> list(Area area, String pathPrefix, Consumer<String> others) {
        String prefix = area.prefix() + pathPrefix;
        return S3Listing.of(s3, bucket, prefix, null).flatMap(o -> {
            Optional<ObjectKey> key = ObjectKey.tryParse(area, o.key());
            if (key.isEmpty() && o.key().startsWith(prefix)) {
                others.accept(o.key().substring(area.prefix().length()));
            }
            return key
                    .map(k -> new StoredObject(
                            k, S3Failures.etag(o.eTag(), o.key(), bucket), o.size(), o.lastModified(), Map.of()))
                    .stream();
        });
    }

    @Override
    public InputStream open(StoredObject object) {
        return open(object, 0, object.bytes());
    }

    @Override
    public InputStream open(StoredObject object, long from, long bytes) {
        return new S3InputStream(
                s3,
                bucket,
                object.key().toString(),
                object.etag(),
                new S3InputStream.Range(from, from + bytes, object.bytes()),
                "it was replaced while it was read; run the same command again");
    }

    @Override
    public StoredObject upload(ObjectKey key, Path file, String contentType, Optional<StoredObject> seen) {
        if (key.area() != Area.CLIENT_DATA) {
            throw new IllegalArgumentException(
                    "nothing is uploaded under " + key.area().prefix());
        }
        PutObjectRequest.Builder request = request(key, file, contentType);
        seen.ifPresentOrElse(object -> request.ifMatch("\"" + object.etag() + "\""), () -> request.ifNoneMatch("*"));
        PutObjectRequest put = request.build();
        try {
            s3.putObject(put, RequestBody.fromFile(file));
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 409) {
                // Where it is our own, the answer to our first PUT was lost and the SDK repeated it.
                return find(key)
                        .filter(there -> isOf(put, there))
                        .orElseThrow(() -> new QuarantinedFailure(
                                key + " was uploaded by somebody else meanwhile",
                                "look at what is there now, and run the same command again",
                                e));
            }
            throw S3Failures.of("put", key.toString(), bucket, e);
        } catch (SdkException e) {
            throw S3Failures.of("put", key.toString(), bucket, e);
        }
        return confirm(key);
    }

    /** Some servers, and some ways to encrypt, have other ETags than the MD5: then it is not known whose it is. */
    private static boolean isOf(PutObjectRequest put, StoredObject there) {
        String md5 = HexFormat.of().formatHex(Base64.getDecoder().decode(put.contentMD5()));
        return there.bytes() == put.contentLength() && there.etag().equals(md5);
    }

    private PutObjectRequest.Builder request(ObjectKey key, Path file, String contentType) {
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
    public StoredObject confirm(ObjectKey key) {
        return find(key)
                .orElseThrow(() -> new AbortingFailure(
                        key + " is not in bucket " + bucket + " although S3 said that it was stored",
                        "find out who deletes there, or whether the server lies"));
    }
}
