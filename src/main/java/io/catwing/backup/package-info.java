/**
 * Backup keeps a plain-SQL dump of the database in S3, so that a recovery need not replay everything. A dump counts only
 * once its manifest lies beside it, and the manifest is written last, after what lies in S3 was read back whole.
 *
 * <p>One transaction holds the snapshot: pg_dump writes what it sees, and the rows of each table are counted in it. On its
 * way to the spool file the dump is compressed by all processors, hashed, and read: rows and digest of each table come
 * from the dump itself ({@link io.catwing.backup.DumpWriter}). The stage recover reads backups through {@link
 * io.catwing.backup.Backups}.
 */
package io.catwing.backup;
