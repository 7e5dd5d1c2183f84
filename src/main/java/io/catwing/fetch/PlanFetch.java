package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.MissingSecrets;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/** Says what an order comes to. Called by the route {@code fetch}. */
@Component
public class PlanFetch {

    /** Exchange properties of a fetch besides those that every stage has. */
    static final String JOB = "fetchJob";

    static final String PROGRESS = "fetchProgress";

    static final String ABORTED = "fetchAborted";

    /** Of a failure that is all of a client's. */
    private static final String SECRETS = "secrets";

    private final Clients clients;
    private final Progress progress;
    private final FetchSettings settings;
    private final Stopping stopping;
    private final FetchRoutes routes;

    PlanFetch(Clients clients, Progress progress, FetchSettings settings, Stopping stopping, FetchRoutes routes) {
        this.routes = routes;
        this.stopping = stopping;
        this.clients = clients;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * One entity of one client.
     *
     * @param dates that are fetched of it, one after the other
     */
    public record Pair(ClientId client, Entity entity, List<LocalDate> dates) {

        /** The route that fetches it. */
        public String route() {
            return FetchRoutes.routeId(client);
        }
    }

    /**
     * A worker's share of one client's pairs: whatever is next in the queue that the client's workers draw from. Entities
     * whose records are asked for by another's come behind that one, with the same worker.
     *
     * @param stopped whether no more is to be begun
     */
    public record Worker(Queue<List<Pair>> queue, BooleanSupplier stopped) implements Iterable<Pair> {
        @Override
        public Iterator<Pair> iterator() {
            return Stream.generate(queue::poll)
                    .takeWhile(Objects::nonNull)
                    .flatMap(List::stream)
                    .takeWhile(pair -> !stopped.getAsBoolean())
                    .iterator();
        }
    }

    /** Keeps the order on the exchange, and begins to show how far it is. */
    public void begin(Exchange exchange) {
        Job job = exchange.getMessage().getBody(Job.class);
        routes.connect(job.clients());
        long files = pairs(job).stream().mapToLong(pair -> pair.dates().size()).sum();
        FetchProgress shown = new FetchProgress(progress.begin("fetch", files, "files"), files);
        exchange.setVariable("runId", job.run());
        exchange.setVariable("stage", "fetch");
        exchange.setVariable(JOB, job);
        exchange.setVariable(PROGRESS, shown);
        exchange.setVariable(ABORTED, new AtomicReference<AbortingFailure>());
        // It ends with the last file; this is for an order that is aborted before.
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                shown.close();
            }
        });
    }

    /** As many workers a client as its ERP bears requests; no client has a part in another's. */
    public List<Worker> workers(@Body Job job, @Variable(ABORTED) AtomicReference<AbortingFailure> aborted) {
        Map<ClientId, Map<Entity, List<Pair>>> families = new LinkedHashMap<>();
        pairs(job).forEach(pair -> families.computeIfAbsent(pair.client(), c -> new LinkedHashMap<>())
                .computeIfAbsent(eldest(pair, job), e -> new ArrayList<>())
                .add(pair));
        List<Worker> workers = new ArrayList<>();
        families.forEach((id, ofClient) -> {
            Client client = clients.get(id);
            ofClient.values()
                    .forEach(family -> family.sort(Comparator.comparing(pair -> depth(client, pair.entity()))));
            Queue<List<Pair>> queue = new ConcurrentLinkedQueue<>(ofClient.values());
            int most = Math.min(settings.parallel(), client.erp().limits().concurrentRequests());
            for (int worker = 0; worker < Math.min(most, queue.size()); worker++) {
                workers.add(new Worker(queue, () -> aborted.get() != null || stopping.isTold(job.run())));
            }
        });
        return workers;
    }

    /** The dates of a pair, until the fetch is aborted or its run told to stop: what was not begun is owed, and has not failed. */
    public Iterator<LocalDate> dates(
            @Variable("dates") List<LocalDate> dates,
            @Variable("runId") RunId run,
            @Variable(ABORTED) AtomicReference<AbortingFailure> aborted) {
        return dates.stream()
                .takeWhile(date -> aborted.get() == null && !stopping.isTold(run))
                .iterator();
    }

    /** The farthest of an entity's parents that is fetched by the same job; the entity itself if none is. */
    private Entity eldest(Pair pair, Job job) {
        Entity eldest = pair.entity();
        Client client = clients.get(pair.client());
        for (Entity parent = parent(client, eldest); parent != null; parent = parent(client, parent)) {
            eldest = job.dates().containsKey(parent) ? parent : eldest;
        }
        return eldest;
    }

    private static int depth(Client client, Entity entity) {
        Entity parent = parent(client, entity);
        return parent == null ? 0 : 1 + depth(client, parent);
    }

    /** Null if it has none; a client's file has no circle of them. */
    private static Entity parent(Client client, Entity entity) {
        EntitySpec spec = client.entities().get(entity);
        return spec == null || spec.parents() == null ? null : spec.parents().entity();
    }

    /**
     * The pairs of an job. An order of all entities means those that a client has; one that names entities means
     * these, and one that a client does not have will fail. A client without its secrets has none: nothing is asked of it.
     */
    public List<Pair> pairs(@Body Job job) {
        boolean everything = job.entities().size() == Entity.values().length;
        List<Pair> pairs = new ArrayList<>();
        for (ClientId id : job.clients()) {
            Client client = clients.get(id);
            if (MissingSecrets.message(client) != null) {
                continue;
            }
            for (Entity entity : job.entities()) {
                if (job.dates().containsKey(entity)
                        && (!everything || client.entities().containsKey(entity))) {
                    pairs.add(new Pair(id, entity, job.dates().get(entity)));
                }
            }
        }
        return pairs;
    }

    /** What the order came to: what its files did, and a failure each for the clients that were left out. */
    public List<StepResult> results(@Body List<StepResult> files, @Variable(JOB) Job job) {
        List<StepResult> results = new ArrayList<>(files);
        if (job.dates().values().stream().anyMatch(dates -> !dates.isEmpty())) {
            for (ClientId id : job.clients()) {
                String missing = MissingSecrets.message(clients.get(id));
                if (missing != null) {
                    results.add(StepResult.failed("fetch", id, SECRETS, null, missing));
                }
            }
        }
        return results;
    }

    /** What a pair comes to whose client's route is stopped. */
    public List<StepResult> refuse(Exchange exchange) {
        ClientId id = exchange.getVariable("client", ClientId.class);
        Entity entity = exchange.getVariable("subject", Entity.class);
        List<?> dates = exchange.getVariable("dates", List.class);
        String route = FetchRoutes.routeId(id);
        String message = "the route " + route + " is stopped\nHINT: start the route " + route
                + " by JMX, or start the program again";
        exchange.getVariable(PROGRESS, FetchProgress.class).advance(dates.size());
        return dates.stream()
                .map(date -> StepResult.failed("fetch", id, entity.toString(), (LocalDate) date, message))
                .toList();
    }
}
