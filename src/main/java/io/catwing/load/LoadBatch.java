package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.job.RunId;
import java.util.List;

/**
 * Files of one client and entity that are loaded in one transaction.
 *
 * @param files oldest first
 */
public record LoadBatch(RunId run, Client client, EntitySpec spec, List<RawFile> files) {

    /** One batch a file. Called by the route {@code load-raw-files} after the batch failed. */
    public List<LoadBatch> singly() {
        return files.stream()
                .map(file -> new LoadBatch(run, client, spec, List.of(file)))
                .toList();
    }

    /** Of all files. */
    public long bytes() {
        return files.stream().mapToLong(RawFile::bytes).sum();
    }
}
