package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * What may be written and deleted where in our bucket, held in the client itself: a route may say to {@code aws2-s3:}
 * whatever it likes. Reads pass, and so does what concerns another bucket; what is not known here is refused.
 */
final class BucketRules implements ExecutionInterceptor {
    private static final Pattern READ = Pattern.compile("(Get|Head|List)[A-Z].*");
    private static final Set<String> MULTIPART = Set.of(
            "CreateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload", "AbortMultipartUpload");

    /** What else S3 takes for a bucket, an ARN or the alias of an access point, may mean ours under another name. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]*[a-z0-9](?<!-s3alias)(?<!--ol-s3)");

    /** Servers that keep objects as files, and proxies, may walk: {@code db-backups/../raw-data/…}, even out of a bucket. */
    private static final Pattern WALKING = Pattern.compile("(^|.*[/\\\\])\\.\\.([/\\\\].*|$)", Pattern.DOTALL);

    private final String bucket;

    BucketRules(String bucket) {
        this.bucket = bucket;
    }

    /** After all who change a request, and before it is signed. */
    @Override
    public void beforeMarshalling(Context.BeforeMarshalling context, ExecutionAttributes attributes) {
        if (context.request() instanceof S3Request request) {
            check(request);
        }
    }

    /** @throws AbortingFailure which names operation, key and rule */
    void check(S3Request request) {
        String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
        if (READ.matcher(operation).matches()) {
            return;
        }
        Optional<String> named = request instanceof CopyObjectRequest copy
                ? Optional.ofNullable(copy.destinationBucket())
                : request.getValueForField("Bucket", String.class);
        if (named.isEmpty()) {
            // The SDK refuses it itself, where one is needed.
            return;
        }
        List<String> keys = keys(request);
        keys.forEach(key -> refuseWalk(operation, key));
        if (!BUCKET.matcher(named.get()).matches()) {
            throw refused(operation, keys, "what it names as bucket may be " + bucket + " itself", "name the bucket");
        }
        if (!named.get().equals(bucket) || operation.equals("CreateBucket")) {
            return;
        }
        if (keys.isEmpty()) {
            throw refused(operation, keys, "it concerns the bucket as a whole", "use the server's own tools for that");
        }
        if (request.overrideConfiguration()
                .filter(o -> !o.headers().isEmpty() || !o.rawQueryParameters().isEmpty())
                .isPresent()) {
            throw refused(operation, keys, "it carries headers or parameters of its own", "leave them out");
        }
        keys.forEach(key -> checkKey(operation, key, request));
    }

    private static List<String> keys(S3Request request) {
        if (request instanceof CopyObjectRequest copy) {
            return Optional.ofNullable(copy.destinationKey()).stream().toList();
        }
        if (request instanceof DeleteObjectsRequest delete && delete.delete() != null) {
            return delete.delete().objects().stream().map(ObjectIdentifier::key).toList();
        }
        return request.getValueForField("Key", String.class).stream().toList();
    }

    private static void refuseWalk(String operation, String key) {
        if (WALKING.matcher(key).matches()) {
            throw refused(operation, List.of(key), "the key may mean another one", "leave .. out of it");
        }
    }

    private void checkKey(String operation, String key, S3Request request) {
        if (key.startsWith(RawKey.PREFIX)) {
            checkRaw(operation, key, request);
        } else if (key.startsWith(Area.CLIENT_DATA.prefix())) {
            checkUpload(operation, key, request);
        } else if (key.equals(BucketProbe.KEY)) {
            if (!(request instanceof PutObjectRequest put && "*".equals(put.ifNoneMatch()))) {
                throw refused(operation, List.of(key), "the bucket probe alone writes it", "use another key");
            }
        } else {
            checkArea(operation, key, request);
        }
    }

    private static void checkRaw(String operation, String key, S3Request request) {
        if (!(request instanceof PutObjectRequest put)) {
            throw refused(operation, List.of(key), "raw files are never changed or deleted", "write elsewhere");
        }
        if (!"*".equals(put.ifNoneMatch()) || !hasChecksum(put)) {
            throw refused(
                    operation,
                    List.of(key),
                    "under " + RawKey.PREFIX + " a file is put with If-None-Match: * and a checksum, so that none is"
                            + " replaced",
                    "have the route call direct:store-raw-file, or write elsewhere");
        }
        if (RawKey.tryParse(key).isEmpty()) {
            throw refused(
                    operation,
                    List.of(key),
                    "it is not the key of a raw file",
                    "raw keys look like raw-data/CW-000200/2026-02-24/products.json");
        }
    }

    private static void checkUpload(String operation, String key, S3Request request) {
        boolean conditional = request instanceof PutObjectRequest put
                && hasChecksum(put)
                && ("*".equals(put.ifNoneMatch()) || put.ifMatch() != null);
        if (!conditional) {
            throw refused(
                    operation,
                    List.of(key),
                    "what people hand in is put with a checksum and If-Match or If-None-Match, and nothing else",
                    "use ./catwing client-data upload");
        }
    }

    private static void checkArea(String operation, String key, S3Request request) {
        Optional<Area> area = List.of(Area.values()).stream()
                .filter(each -> key.startsWith(each.prefix()))
                .findFirst();
        if (area.isEmpty()) {
            throw refused(
                    operation,
                    List.of(key),
                    "the bucket holds nothing under such a key",
                    "write under product-images/, ml-output/ or db-backups/, or to another bucket");
        }
        boolean deletes = request instanceof DeleteObjectRequest || request instanceof DeleteObjectsRequest;
        boolean writes = request instanceof PutObjectRequest
                || request instanceof CopyObjectRequest
                || MULTIPART.contains(operation);
        if (!(deletes && area.get().prunable() || writes && area.get().writable())) {
            throw refused(
                    operation,
                    List.of(key),
                    "under " + area.get().prefix() + " objects are "
                            + (area.get().prunable() ? "written and deleted" : "written, never deleted"),
                    "have the route do something else there");
        }
    }

    private static boolean hasChecksum(PutObjectRequest put) {
        return put.contentMD5() != null || put.checksumSHA256() != null;
    }

    private static AbortingFailure refused(String operation, List<String> keys, String why, String hint) {
        String of = keys.isEmpty() ? "" : " of " + String.join(", ", keys.subList(0, Math.min(3, keys.size())));
        return new AbortingFailure("S3 " + operation + of + " is refused: " + why, hint);
    }
}
