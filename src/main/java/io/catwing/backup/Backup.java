package io.catwing.backup;

import io.catwing.bucket.StoredObject;
import java.util.Map;

/**
 * A dump that counts: it was verified, and what lies in S3 now is what was verified.
 *
 * @param dump as it was listed
 */
public record Backup(BackupName name, StoredObject dump, BackupManifest manifest) {
    /** Two that were looked up in different ways are equal: a listing tells no metadata. */
    public Backup {
        dump = new StoredObject(dump.key(), dump.etag(), dump.bytes(), dump.modified(), Map.of());
    }
}
