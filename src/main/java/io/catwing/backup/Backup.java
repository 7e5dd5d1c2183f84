package io.catwing.backup;

import io.catwing.bucket.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A dump that counts: it was verified, and what lies in S3 now is what was verified.
 *
 * @param dump as it was listed
 */
public record Backup(BackupName name, StoredObject dump, BackupManifest manifest) {
    /** By which the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofHours(1);

    /** Two that were looked up in different ways are equal: a listing tells no metadata. */
    public Backup {
        dump = new StoredObject(dump.key(), dump.etag(), dump.bytes(), dump.modified(), Map.of());
    }

    /** Whether a clock was ahead when it was made: the moment that it shows has not come yet. */
    public boolean isAhead(Instant now) {
        return isAhead(manifest.snapshotAt(), now);
    }

    /** Whether that moment has not come yet, by more than clocks may differ. */
    static boolean isAhead(Instant moment, Instant now) {
        return moment.isAfter(now.plus(SKEW));
    }
}
