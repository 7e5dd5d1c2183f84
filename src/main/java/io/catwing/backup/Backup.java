package io.catwing.backup;

import io.catwing.lake.LakeObject;

/**
 * A dump that counts: it was verified, and what lies in S3 now is what was verified.
 *
 * @param dump as it was listed
 */
public record Backup(BackupName name, LakeObject dump, BackupManifest manifest) {}
