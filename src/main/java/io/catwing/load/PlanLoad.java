package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.Stopping;
import io.catwing.job.UnloadedFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Decides which raw files are loaded, in which transactions, and by how many workers. Called by the route {@code load}. */
@Component
public class PlanLoad implements UnloadedFiles {
    /** Variables: what is asked for, the progress of the load, and its batches. */
    static final String JOB = "loadJob";

    static final String PROGRESS = "loadProgress";
    static final String BATCHES = "loadBatches";

    private final Clients clients;
    private final MissingFiles missingFiles;
    private final RawFiles rawFiles;
    private final ExecutorService threads;
    private final LoadSettings settings;
    private final Progress progress;
    private final Stopping stopping;

    public PlanLoad(
            Clients clients,
            MissingFiles missingFiles,
            RawFiles rawFiles,
            @Qualifier("loadThreads") ExecutorService threads,
            LoadSettings settings,
            Progress progress,
            Stopping stopping) {
        this.stopping = stopping;
        this.clients = clients;
        this.missingFiles = missingFiles;
        this.rawFiles = rawFiles;
        this.threads = threads;
        this.settings = settings;
        this.progress = progress;
    }

    /** @param missing is closed */
    public List<LoadWorker> plan(@Body Stream<RawFile> missing, @Variable(JOB) Job job, Exchange exchange) {
        Map<ClientId, Map<Entity, List<RawFile>>> files;
        try (missing) {
            files = missing.collect(Collectors.groupingBy(
                    file -> file.key().client(),
                    LinkedHashMap::new,
                    Collectors.groupingBy(file -> file.key().entity(), TreeMap::new, Collectors.toList())));
        }
        List<List<LoadBatch>> perEntity = new ArrayList<>();
        files.forEach((client, entities) ->
                entities.forEach((entity, some) -> perEntity.add(batches(job, clients.get(client), entity, some))));
        int parallel = job.parallel() > 0 ? job.parallel() : settings.parallel();
        List<LoadBatch> batches = arrange(perEntity, parallel);
        int number = batches.stream().mapToInt(batch -> batch.files().size()).sum();
        exchange.setVariable("runId", job.run());
        exchange.setVariable("stage", "load");
        exchange.setVariable(PROGRESS, progress.begin("load", number, "files"));
        ReadAhead<LoadBatch> ahead = new ReadAhead<>(rawFiles, threads, settings, batches.iterator(), LoadBatch::files);
        exchange.setVariable(BATCHES, ahead);
        return IntStream.range(0, Math.min(parallel, batches.size()))
                .mapToObj(worker -> new LoadWorker(ahead, () -> stopping.isTold(job.run())))
                .toList();
    }

    @Override
    public List<RawKey> lacking(Job job, Client client) {
        return missingFiles.unknown(job, client).stream().map(RawFile::key).toList();
    }

    private List<LoadBatch> batches(Job job, Client client, Entity entity, List<RawFile> files) {
        List<LoadBatch> batches = group(
                job,
                client,
                client.entities().get(entity),
                files.stream().sorted().toList());
        if (job.has(Job.Option.NEWEST_FIRST)) {
            Collections.reverse(batches);
        }
        return batches;
    }

    private List<LoadBatch> group(Job job, Client client, EntitySpec spec, List<RawFile> files) {
        List<LoadBatch> batches = new ArrayList<>();
        List<RawFile> batch = new ArrayList<>();
        long bytes = 0;
        for (RawFile file : files) {
            if (!batch.isEmpty()
                    && (batch.size() >= settings.files() || bytes + file.bytes() > settings.batchBytes())) {
                batches.add(new LoadBatch(job.run(), client, spec, List.copyOf(batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(file);
            bytes += file.bytes();
        }
        if (!batch.isEmpty()) {
            batches.add(new LoadBatch(job.run(), client, spec, List.copyOf(batch)));
        }
        return batches;
    }

    /**
     * Puts batches that may hold the same orders, neighbours of one entity, far from each other: workers that load side by
     * side would wait for one another there. The order makes no difference to the result.
     */
    static List<LoadBatch> arrange(List<List<LoadBatch>> perEntity, int parallel) {
        List<LoadBatch> arranged = new ArrayList<>();
        for (List<LoadBatch> batches : perEntity) {
            int stride = (batches.size() + parallel - 1) / parallel;
            for (int i = 0; i < stride; i++) {
                for (int at = i; at < batches.size(); at += stride) {
                    arranged.add(batches.get(at));
                }
            }
        }
        return arranged;
    }
}
