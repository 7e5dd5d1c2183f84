package io.catwing.fetch;

import io.catwing.bucket.PutRawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.SpooledFile;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Paging;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/** The steps of one raw file. Called by the route {@code fetch-raw-file}, in the order of the methods. */
@Component
public class FetchFile {

    /** Exchange property: the file under way. */
    static final String FETCH = "fetch";

    private final Clients clients;
    private final RawFiles rawFiles;
    private final SpoolFolder spools;
    private final FetchSettings settings;
    private final FetchStop stop;
    private final Events events;
    private final ParentIds parents;

    FetchFile(
            Clients clients,
            RawFiles rawFiles,
            SpoolFolder spools,
            FetchSettings settings,
            FetchStop stop,
            Events events,
            ParentIds parents) {
        this.parents = parents;
        this.events = events;
        this.stop = stop;
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.spools = spools;
        this.settings = settings;
    }

    /** A file that is stored is never asked for again. */
    public boolean isThere(Exchange exchange) {
        stop.refuse(exchange);
        return rawFiles.find(key(exchange)).isPresent();
    }

    public StepResult alreadyThere(Exchange exchange) {
        RawKey key = key(exchange);
        return StepResult.alreadyThere("fetch", key.client(), key.entity().toString(), key.date());
    }

    /** Opens a spool, which goes when the exchange ends, whatever it came to. */
    public void open(Exchange exchange) {
        RawKey key = key(exchange);
        Client client = clients.get(key.client());
        EntitySpec spec = client.entities().get(key.entity());
        if (spec == null) {
            throw new QuarantinedFailure(
                    client.id() + " has no entity " + key.entity(),
                    "declare it in " + client.file() + ", or ask for others with --entity");
        }
        List<String> ids = spec.parents() == null ? null : parents.of(key, spec.parents());
        Spool spool = new Spool(
                spools.newFile(key.client() + "-" + key.date() + "-" + key.entity() + ".json"), settings.spool());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                spool.remove();
            }
        });
        FileFetch fetch = new FileFetch(client, spec, key, spool, settings, Integer.MAX_VALUE, beginning(key, spec));
        stop.begin(fetch);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                stop.end(fetch);
            }
        });
        exchange.setVariable(FETCH, fetch);
        if (ids != null) {
            fetch.ids(ids);
        }
    }

    /** The bucket says where the newest earlier file ended. */
    private Beginning beginning(RawKey key, EntitySpec spec) {
        boolean goesOn = spec.paging() instanceof Paging.Version
                || spec.delta() != null
                        && (spec.delta().isFeed() || spec.delta().snapshot() != null);
        RawKey earlier = goesOn ? earlier(key).orElse(null) : null;
        RawMetadata metadata =
                earlier == null ? null : rawFiles.metadata(earlier).orElse(null);
        return Beginning.after(spec, key.date(), earlier, metadata);
    }

    public boolean more(Exchange exchange) {
        return fetch(exchange).more();
    }

    /** Every page came: what can only be said of the whole is checked, and the file is closed. */
    public SpooledFile finish(Exchange exchange, @Variable("runId") RunId run, @Variable(PlanFetch.JOB) Job job) {
        FileFetch fetch = fetch(exchange);
        RawKey key = fetch.key();
        boolean snapshot = fetch.isSnapshot();
        long records = fetch.spool().records();
        if (snapshot && !job.has(Job.Option.ACCEPT_VOLUME)) {
            checkVolume(
                    key,
                    fetch.spec().volume(),
                    records,
                    fetch.feed().beginning().listed());
        }
        fetch.feed().requireTime(records);
        compareFields(fetch, records, snapshot, job);
        // Nothing after this fails and is tried again: a file is closed once.
        String sha256 = fetch.spool().finish();
        RawMetadata metadata = new RawMetadata(
                records,
                fetch.checks().pages(),
                fetch.checks().declaredTotal(),
                snapshot,
                snapshot ? null : fetch.feed().firstDay(),
                snapshot ? null : Window.to(key.date()),
                sha256,
                fetch.version(),
                run.value(),
                Instant.now(),
                fetch.feed().cursor(),
                snapshot ? Long.valueOf(records) : fetch.feed().beginning().listed(),
                fetch.fields().counts());
        fetch.finished(metadata);
        return new SpooledFile(key, fetch.spool().file(), metadata);
    }

    private void compareFields(FileFetch fetch, long records, boolean snapshot, Job job) {
        Optional<RawKey> earlier = earlier(fetch.key());
        FieldChanges changes = new FieldChanges(
                fetch.fields(),
                records,
                snapshot,
                earlier.flatMap(rawFiles::metadata).orElse(null));
        EntitySpec.Deleted deleted = fetch.spec().mapping().deleted();
        // A delta may hold nothing but deletions, which have no fields besides their key.
        boolean deletions = !snapshot && deleted != null && deleted.when() != null;
        if (!job.has(Job.Option.ACCEPT_VOLUME) && !deletions) {
            earlier.ifPresent(before -> changes.requireFields(fetch.key(), before));
        }
        fetch.note(changes.note());
    }

    /** @param listed records of the newest snapshot before, where deltas lie between; null where that is not known */
    private void checkVolume(RawKey key, EntitySpec.Volume volume, long records, Long listed) {
        if (records == 0 && !volume.allowEmpty()) {
            throw new QuarantinedFailure(
                    key + ": the snapshot is empty",
                    "if that is right, run the same command with --accept-volume, or set volume.allow_empty in the"
                            + " client's file");
        }
        Optional<RawKey> earlier = earlier(key);
        boolean between = listed != null;
        long before = between
                ? listed
                : earlier.flatMap(rawFiles::metadata)
                        .filter(RawMetadata::snapshot)
                        .map(RawMetadata::records)
                        .orElse(0L);
        if (records > 0 && records < before * volume.minShare()) {
            String other = between ? "the newest one before" : earlier.get().toString();
            throw new QuarantinedFailure(
                    key + ": the snapshot has " + records + " records, but " + other + " has " + before,
                    "if that is right, run the same command with --accept-volume; the share that is believed is"
                            + " volume.min_share in the client's file");
        }
    }

    private Optional<RawKey> earlier(RawKey key) {
        return rawFiles.newestBefore(key.client(), key.entity(), key.date());
    }

    public StepResult outcome(@Body PutRawFile.Stored stored, Exchange exchange) {
        if (stored == PutRawFile.Stored.ALREADY_THERE) {
            return alreadyThere(exchange);
        }
        FileFetch fetch = fetch(exchange);
        RawKey key = fetch.key();
        events.publish(stored(fetch));
        return StepResult.done(
                        "fetch",
                        key.client(),
                        key.entity().toString(),
                        key.date(),
                        fetch.spool().records(),
                        0,
                        fetch.spool().bytes())
                .noted(fetch.note());
    }

    private static Event stored(FileFetch fetch) {
        RawKey key = fetch.key();
        RawMetadata metadata = fetch.metadata();
        return new Event.FileStored(
                new RunId(metadata.runId()),
                key.client(),
                key.entity().toString(),
                key.date(),
                key.toString(),
                metadata.records(),
                fetch.spool().bytes(),
                metadata.pages(),
                metadata.declaredTotal(),
                metadata.snapshot(),
                metadata.windowFrom(),
                metadata.windowTo(),
                metadata.sha256(),
                metadata.fetchedAt());
    }

    /**
     * Counts the file as done when the exchange ends, whatever it came to. First step of the route.
     *
     * @param aborted what ended the fetch, if something has: nothing more is asked for then
     */
    public void count(
            Exchange exchange,
            @Variable(PlanFetch.PROGRESS) FetchProgress progress,
            @Variable(PlanFetch.ABORTED) AtomicReference<AbortingFailure> aborted) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (done.getException() instanceof AbortingFailure failure) {
                    aborted.set(failure);
                }
                progress.advance(1);
            }
        });
        if (aborted.get() != null) {
            throw aborted.get();
        }
    }

    static FileFetch fetch(Exchange exchange) {
        return exchange.getVariable(FETCH, FileFetch.class);
    }

    private static RawKey key(Exchange exchange) {
        return new RawKey(
                exchange.getVariable("client", ClientId.class),
                exchange.getVariable("date", LocalDate.class),
                exchange.getVariable("subject", Entity.class));
    }
}
