package io.catwing.backup;

import io.catwing.backup.BackupManifest.TableContent;
import java.util.List;
import java.util.SortedMap;

/**
 * What a dump turned out to be while it was written.
 *
 * @param complete its last words are there
 * @param tables by name with schema; digests null where they could not be made from the dump
 * @param schema the dump without its rows; null where that is very much
 * @param parts in the order of the dump
 */
record DumpFacts(
        String sha256,
        long bytes,
        long uncompressedBytes,
        boolean complete,
        SortedMap<String, TableContent> tables,
        byte[] schema,
        List<DumpPart> parts) {}
