package io.catwing.load.rebuild;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.client.Model;
import io.catwing.client.Model.Kind;
import io.catwing.job.Collected;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.Results;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.load.ForgetChangedMappings;
import io.catwing.load.LoadRawFiles;
import io.catwing.load.LoadSettings;
import io.catwing.load.MissingFiles;
import io.catwing.load.ParseAhead;
import io.catwing.load.ReadAhead;
import io.catwing.load.Shares;
import io.catwing.load.Workers;
import io.catwing.load.rebuild.BulkDatabase.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Fills a new database at rebuild speed: the newest files first, so that each key is written once, and indexes last. What
 * it leaves out (a damaged file, one that is too large) is left to the ordinary load, which does not depend on
 * order. Called by the route {@code replay}.
 */
@Component
public class BulkReplay {
    private final Clients clients;
    private final RawFiles rawFiles;
    private final MissingFiles missingFiles;
    private final DataSource database;
    private final BulkDatabase bulk;
    private final Shares shares;
    private final ExecutorService threads;
    private final LoadSettings settings;
    private final Progress progress;
    private final Results results;
    private final Stopping stopping;

    public BulkReplay(
            Clients clients,
            RawFiles rawFiles,
            MissingFiles missingFiles,
            DataSource database,
            BulkDatabase bulk,
            Shares shares,
            @Qualifier("loadThreads") ExecutorService threads,
            LoadSettings settings,
            Progress progress,
            Results results,
            Stopping stopping) {
        this.stopping = stopping;
        this.results = results;
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.missingFiles = missingFiles;
        this.database = database;
        this.bulk = bulk;
        this.shares = shares;
        this.threads = threads;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * What was loaded in bulk.
     *
     * @param results one a file, or folded
     * @param whole whether the tables have their indexes; otherwise other processes still fill their shares, and the last of them
     *     does what is left
     */
    public record Filled(List<StepResult> results, boolean whole) {}

    /**
     * Does nothing unless the job says bulk.
     *
     * @throws io.catwing.failure.AbortingFailure when the database is not new, or fails, or when the run is told to stop
     */
    public Filled fill(@Body Job job) {
        if (!job.has(Job.Option.BULK)) {
            return new Filled(List.of(), true);
        }
        int parallel = job.parallel() > 0 ? job.parallel() : settings.parallel();
        try {
            List<StepResult> filled;
            try (BulkHold hold = bulk.hold(job.share())) {
                Found found = hold.begin(
                        job.run(), job.entities(), () -> shares.deal(job.share().count(), job.clients(), job.to()));
                filled = found == Found.FILLED ? List.of() : fill(mine(job, hold), found == Found.BEGUN, parallel);
                stopping.refuse(job.run());
                if (job.share() == null) {
                    hold.restore(parallel);
                    return new Filled(filled, true);
                }
                hold.filled();
            }
            return new Filled(filled, bulk.restoreIfFilled(parallel));
        } catch (SQLException broken) {
            // A statement that was cancelled is no trouble then.
            stopping.refuse(job.run());
            throw BulkDatabase.broken(broken);
        }
    }

    private static Job mine(Job job, BulkHold hold) throws SQLException {
        return job.share() == null
                ? job
                : job.clients(
                        hold.clients().stream().filter(job.clients()::contains).toList());
    }

    /**
     * Gathers the results of both engines.
     *
     * @param run the job of a run, which ends by {@link #endRun}; null in a recovery, which writes down by itself how far it is, and whose
     *     database is an ordinary one from here
     */
    public List<StepResult> end(
            @Body Job job,
            @Variable("job") Job run,
            @Variable("filled") Filled filled,
            @Variable("loaded") List<StepResult> loaded) {
        if (!filled.whole()) {
            return filled.results();
        }
        if (job.has(Job.Option.BULK) && job.share() == null && run == null) {
            bulk.unmark();
        }
        return Stream.concat(filled.results().stream(), loaded.stream()).toList();
    }

    /**
     * Last of all, of several processes in the last one, so that the same command goes on with whatever a kill, or a step that failed,
     * left undone. Without the mark it would find a database with rows.
     */
    public void endRun(@Variable("job") Job job, @Variable("results") List<StepResult> results) {
        if (job.has(Job.Option.BULK) && results.stream().noneMatch(StepResult::mayPass)) {
            bulk.unmark();
        }
    }

    /** Some clients after the others: all their files are in memory, and a client's are many after years. */
    private List<StepResult> fill(Job job, boolean resumed, int parallel) throws SQLException {
        try (BulkProgress watcher = new BulkProgress(progress.begin("replay", 0, "files"));
                Stream<List<BulkUnit>> listed =
                        ClientListings.of(job.clients(), id -> units(job, clients.get(id), resumed))) {
            Collected collected = results.collect(job.run());
            Iterator<List<BulkUnit>> ofClients = listed.iterator();
            while (ofClients.hasNext()) {
                stopping.refuse(job.run());
                List<BulkUnit> units = new ArrayList<>();
                long files = 0;
                while (files < settings.bulkFiles() && ofClients.hasNext()) {
                    List<BulkUnit> ofClient = ofClients.next();
                    units.addAll(ofClient);
                    files += ofClient.stream()
                            .mapToLong(unit -> unit.files().size())
                            .sum();
                }
                watcher.expect(files);
                fill(units, parallel, watcher, collected);
            }
            return collected.list();
        }
    }

    private List<BulkUnit> units(Job job, Client client, boolean resumed) {
        List<BulkUnit> units = new ArrayList<>();
        Map<Entity, List<RawFile>> missing = missingFiles.unknown(job, client).stream()
                .collect(Collectors.groupingBy(file -> file.key().entity()));
        for (Map.Entry<Entity, List<RawFile>> entity : missing.entrySet()) {
            EntitySpec spec = client.entities().get(entity.getKey());
            if (spec.mapping().equalKeys() == EqualKeys.SUM || spec.mapping().deleted() != null) {
                // Rows that are added up, or marked, are left to the ordinary load: the database does it.
                continue;
            }
            List<RawFile> newestFirst =
                    entity.getValue().stream().sorted(Comparator.reverseOrder()).toList();
            units.add(new BulkUnit(job.run(), client, spec, newestFirst, resumed, stopping));
        }
        return units;
    }

    private void fill(List<BulkUnit> units, int parallel, BulkProgress watcher, Collected collected)
            throws SQLException {
        // A listed entity is one transaction, so one worker's; of the others any worker takes any file.
        units.sort(Comparator.comparing(unit -> !isListed(unit)));
        int listed = (int) units.stream().filter(BulkReplay::isListed).count();
        try (ReadAhead<BulkUnit> ahead =
                new ReadAhead<>(rawFiles, threads, settings, units.iterator(), BulkUnit::files)) {
            together(ahead, listed, parallel, watcher, collected);
            for (int others = units.size() - listed; others > 0; others--) {
                try (ReadAhead<BulkUnit>.Group unit = ahead.next().orElseThrow()) {
                    stopping.refuse(unit.of().run);
                    collected.add(workers(unit, parallel, watcher));
                    unit.of().end();
                }
            }
        }
    }

    private void together(
            ReadAhead<BulkUnit> units, int number, int parallel, BulkProgress watcher, Collected collected)
            throws SQLException {
        AtomicInteger left = new AtomicInteger(number);
        Callable<Void> worker = () -> {
            while (left.getAndDecrement() > 0) {
                try (ReadAhead<BulkUnit>.Group content = units.next().orElseThrow()) {
                    BulkUnit unit = content.of();
                    stopping.refuse(unit.run);
                    // First days that are already in the table are left to the ordinary load.
                    if (!unit.resumed || !new StoredKeys(database, unit).any()) {
                        collected.add(unlessRefused(
                                unit, worker(content, watcher, parallel).call()));
                    }
                    unit.end();
                }
            }
            return null;
        };
        Workers.run(threads, Collections.nCopies(Math.min(parallel, number), worker));
    }

    private List<StepResult> workers(ReadAhead<BulkUnit>.Group content, int parallel, BulkProgress watcher)
            throws SQLException {
        BulkUnit unit = content.of();
        if (unit.resumed
                && Model.of(unit.spec.entity()).kind() == Kind.ORDER
                && !new StoredKeys(database, unit).read(settings.bulkKeys())) {
            return List.of();
        }
        Callable<List<StepResult>> worker = worker(content, watcher, parallel);
        return unlessRefused(
                unit, run(Collections.nCopies(Math.min(parallel, unit.files().size()), worker)));
    }

    /**
     * Keys of rows that the database refused were claimed, and older versions dropped: nothing of it stays.
     *
     * @return the results, which count from here on, or none
     */
    private List<StepResult> unlessRefused(BulkUnit unit, List<StepResult> results) throws SQLException {
        if (!unit.refused()) {
            return results;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                ForgetChangedMappings.forget(connection, unit.client.id(), unit.spec.entity());
                connection.commit();
                committed = true;
            } finally {
                LoadRawFiles.leave(connection, committed);
            }
        }
        return List.of();
    }

    private List<StepResult> run(List<Callable<List<StepResult>>> workers) throws SQLException {
        return Workers.run(threads, workers).stream().flatMap(List::stream).toList();
    }

    private BulkWorker worker(ReadAhead<BulkUnit>.Group content, BulkProgress watcher, int parallel) {
        int most = (int) Math.min(Integer.MAX_VALUE / 4, settings.bulkBytes() / parallel / ParseAhead.CHUNKS);
        return new BulkWorker(
                database,
                content,
                threads,
                content.of(),
                watcher,
                Math.min(most, settings.chunkBytes()),
                most,
                settings.bulkKeys());
    }

    private static boolean isListed(BulkUnit unit) {
        return Model.of(unit.spec.entity()).kind() == Kind.LISTED;
    }
}
