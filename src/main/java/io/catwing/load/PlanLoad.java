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
import io.catwing.job.Results;
import io.catwing.job.Stopping;
import io.catwing.job.UnloadedFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Decides which raw files are loaded, in which transactions, and by how many workers. Called by the route {@code load}. */
@Component
public class PlanLoad implements UnloadedFiles {
    /** Variables: what is asked for, the files that are listed for it, the progress of the load, its workers, and its results. */
    static final String JOB = "loadJob";

    static final String MISSING = "loadMissing";

    static final String PROGRESS = "loadProgress";
    static final String WORKERS = "loadWorkers";
    static final String COLLECTED = "loadCollected";

    private final Clients clients;
    private final MissingFiles missingFiles;
    private final RawFiles rawFiles;
    private final ExecutorService threads;
    private final LoadSettings settings;
    private final Progress progress;
    private final Stopping stopping;
    private final Results results;

    public PlanLoad(
            Clients clients,
            MissingFiles missingFiles,
            RawFiles rawFiles,
            @Qualifier("loadThreads") ExecutorService threads,
            LoadSettings settings,
            Progress progress,
            Stopping stopping,
            Results results) {
        this.results = results;
        this.stopping = stopping;
        this.clients = clients;
        this.missingFiles = missingFiles;
        this.rawFiles = rawFiles;
        this.threads = threads;
        this.settings = settings;
        this.progress = progress;
    }

    /** @param missing client after client; read while it is loaded, and closed by {@link GatherLoaded#close} */
    public List<LoadWorker> plan(@Body Stream<RawFile> missing, @Variable(JOB) Job job, Exchange exchange) {
        exchange.setVariable(MISSING, missing);
        int parallel = job.parallel() > 0 ? job.parallel() : settings.parallel();
        exchange.setVariable("runId", job.run());
        exchange.setVariable("stage", "load");
        exchange.setVariable(COLLECTED, results.collect(job.run()));
        Progress.Step step = progress.begin("load", 0, "files");
        exchange.setVariable(PROGRESS, step);
        Iterator<List<List<LoadBatch>>> planned = new PlannedClients(missing.iterator(), job, step);
        if (!planned.hasNext()) {
            return List.of();
        }
        LoadQueue queue = new LoadQueue(planned);
        LoadSettings share = settings.share(parallel);
        List<LoadWorker> workers = Stream.generate(() -> new LoadWorker(
                        new ReadAhead<>(rawFiles, threads, share, queue.new Place(), LoadBatch::files),
                        () -> stopping.isTold(job.run())))
                .limit(parallel)
                .toList();
        exchange.setVariable(WORKERS, workers);
        return workers;
    }

    /** Client after client, the batches of each of its entities. */
    private final class PlannedClients implements Iterator<List<List<LoadBatch>>> {
        private final Iterator<RawFile> files;
        private final Job job;
        private final Progress.Step step;
        private RawFile ahead;
        private RuntimeException failure;

        PlannedClients(Iterator<RawFile> files, Job job, Progress.Step step) {
            this.files = files;
            this.job = job;
            this.step = step;
            ahead = nextFile();
        }

        @Override
        public boolean hasNext() {
            return ahead != null;
        }

        @Override
        public List<List<LoadBatch>> next() {
            if (ahead == null) {
                throw new NoSuchElementException();
            }
            ClientId client = ahead.key().client();
            Map<Entity, List<RawFile>> entities = new EnumMap<>(Entity.class);
            long number = 0;
            for (; ahead != null && ahead.key().client().equals(client); ahead = nextFile()) {
                entities.computeIfAbsent(ahead.key().entity(), entity -> new ArrayList<>())
                        .add(ahead);
                number++;
            }
            step.expect(number);
            return entities.entrySet().stream()
                    .map(entity -> batches(job, clients.get(client), entity.getKey(), entity.getValue()))
                    .toList();
        }

        /** Fails for all workers from when it has failed for one: what comes after it would be loaded, and it left out. */
        private RawFile nextFile() {
            if (failure != null) {
                throw failure;
            }
            try {
                return files.hasNext() ? files.next() : null;
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }

    @Override
    public Set<RawKey> lacking(Client client, Collection<RawKey> files) {
        return missingFiles.unknown(client, files);
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
}
