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
 * @param content of the files; null as long as no worker has the batch
 */
public record LoadBatch(
        RunId run, Client client, EntitySpec spec, List<RawFile> files, ReadAhead<LoadBatch>.Group content) {

    /** A batch that no worker has yet. */
    public LoadBatch(RunId run, Client client, EntitySpec spec, List<RawFile> files) {
        this(run, client, spec, files, null);
    }

    /** One batch a file. Called by the route {@code load-raw-files} after the batch failed. */
    public List<LoadBatch> singly() {
        return files.stream()
                .map(file -> new LoadBatch(run, client, spec, List.of(file), content))
                .toList();
    }

    /** Of all files. */
    public long bytes() {
        return files.stream().mapToLong(RawFile::bytes).sum();
    }
}
