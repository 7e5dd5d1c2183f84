package io.catwing.bucket;

import io.catwing.support.Servers;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;

/** Raw files of tests that are not about how one is put. */
public final class RawPuts {
    private RawPuts() {}

    /** As the route store-raw-file puts it, without its checks. */
    public static void put(Servers.Bucket bucket, RawKey key, Path file, RawMetadata metadata) {
        bucket.s3()
                .putObject(
                        put -> put.bucket(bucket.name())
                                .key(key.toString())
                                .ifNoneMatch("*")
                                .metadata(UserMetadata.write(metadata)),
                        RequestBody.fromFile(file));
    }
}
