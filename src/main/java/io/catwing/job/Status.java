package io.catwing.job;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells how each entity and each stage of a client stands, from the bucket, the ledger and the runs. */
@Component
public class Status {
    private final RawFiles rawFiles;
    private final JdbcClient jdbc;
    private final Owed owed;
    private final ComparedHistory history;
    private final Clock clock;

    Status(RawFiles rawFiles, JdbcClient jdbc, Owed owed, ComparedHistory history, Clock clock) {
        this.owed = owed;
        this.history = history;
        this.clock = clock;
        this.rawFiles = rawFiles;
        this.jdbc = jdbc;
    }

    /**
     * What the ledger holds of an entity.
     *
     * @param days of its files
     */
    private record Loaded(Days days, long rejected, long excluded) {
        static final Loaded NOTHING = new Loaded(new Days(), 0, 0);

        Loaded and(Loaded more) {
            Days all = new Days();
            all.addAll(days);
            all.addAll(more.days);
            return new Loaded(all, rejected + more.rejected, excluded + more.excluded);
        }
    }

    /** One row an entity that a client declares: client by client as given, entities in their order. As many queries as for one client. */
    public List<EntityStatus> of(Collection<Client> clients) {
        Map<ClientId, LocalDate> known = history.knownBefore(clients);
        // The bucket first: what is stored and loaded meanwhile is then loaded, and not a file that waits.
        Map<ClientId, Map<Entity, Days>> raw = listed(clients, known);
        Map<ClientId, Map<Entity, Loaded>> loaded = loaded(clients);
        Map<ClientId, Map<Entity, Days>> refused = history.refused(clients);
        Map<ClientId, Map<Entity, String>> errors = errors(clients);
        return clients.stream()
                .flatMap(client -> {
                    ClientId id = client.id();
                    Map<Entity, Days> there = raw.get(id);
                    Map<Entity, Loaded> held = loaded.getOrDefault(id, Map.of());
                    if (known.containsKey(id)) {
                        held.forEach((entity, of) -> addBefore(known.get(id), there, entity, of.days()));
                        refused.getOrDefault(id, Map.of())
                                .forEach((entity, days) -> addBefore(known.get(id), there, entity, days));
                    }
                    return standing(client, there, held, errors.getOrDefault(id, Map.of()));
                })
                .toList();
    }

    /** Old files are not listed if they are known to be loaded or refused. */
    private static void addBefore(LocalDate known, Map<Entity, Days> there, Entity entity, Days days) {
        Days old = days.before(known);
        if (!old.isEmpty()) {
            there.computeIfAbsent(entity, e -> new Days()).addAll(old);
        }
    }

    /** Of each entity the days of its files in the bucket; only those from a day on where the older ones are known. */
    private Map<ClientId, Map<Entity, Days>> listed(Collection<Client> clients, Map<ClientId, LocalDate> known) {
        List<ClientId> ids = clients.stream().map(Client::id).toList();
        Map<ClientId, Map<Entity, Days>> raw = new HashMap<>();
        Iterator<ClientId> next = ids.iterator();
        try (Stream<Map<Entity, Days>> listings = ClientListings.of(ids, id -> listed(id, known.get(id)))) {
            listings.forEachOrdered(days -> raw.put(next.next(), days));
        }
        return raw;
    }

    /** @param from null for all */
    private Map<Entity, Days> listed(ClientId client, LocalDate from) {
        Map<Entity, Days> raw = new EnumMap<>(Entity.class);
        try (Stream<RawFile> files = from == null ? rawFiles.list(client) : rawFiles.list(client, from)) {
            files.map(RawFile::key).forEach(key -> raw.computeIfAbsent(key.entity(), entity -> new Days())
                    .add(key.date()));
        }
        return raw;
    }

    private Map<ClientId, Map<Entity, Loaded>> loaded(Collection<Client> clients) {
        Map<ClientId, Map<Entity, Loaded>> loaded = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-loaded"))
                .param("clients", ComparedHistory.ids(clients))
                .query((RowCallbackHandler) row -> loaded.computeIfAbsent(
                                new ClientId(row.getString("client_id")), id -> new EnumMap<>(Entity.class))
                        .merge(
                                Entity.parse(row.getString("entity")),
                                new Loaded(
                                        Days.between(
                                                row.getObject("first", LocalDate.class),
                                                row.getObject("last", LocalDate.class)),
                                        row.getLong("rejected"),
                                        row.getLong("excluded")),
                                Loaded::and));
        return loaded;
    }

    private Map<ClientId, Map<Entity, String>> errors(Collection<Client> clients) {
        Map<ClientId, Map<Entity, String>> errors = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-last-errors"))
                .param("clients", ComparedHistory.ids(clients))
                .query((RowCallbackHandler) row -> {
                    // Rows of a snapshot that masked subjects may name none.
                    Entity entity = Entity.find(row.getString("subject")).orElse(null);
                    if (entity != null) {
                        errors.computeIfAbsent(
                                        new ClientId(row.getString("client_id")), id -> new EnumMap<>(Entity.class))
                                .put(
                                        entity,
                                        row.getString("stage") + " of " + row.getString("source_date") + ": "
                                                + row.getString("message"));
                    }
                });
        return errors;
    }

    /** One row a client and stage beyond load that has run for it: client by client, in the order in which they ran. */
    public List<StageStatus> stages(Collection<Client> clients) {
        return jdbc.sql(SqlFile.read("job/list-stages"))
                .param("clients", ComparedHistory.ids(clients))
                .query((row, number) -> new StageStatus(
                        new ClientId(row.getString("client_id")),
                        row.getString("stage"),
                        row.getTimestamp("last_run").toInstant(),
                        row.getLong("done"),
                        row.getLong("failed"),
                        row.getLong("records"),
                        row.getLong("rejected"),
                        row.getString("last_error")))
                .list();
    }

    /** What the statistics say of a client at a glance. */
    public KeyFigures figures(ClientId client) {
        return jdbc.sql(SqlFile.read("job/key-figures"))
                .param("client", client.value())
                .query((row, number) -> new KeyFigures(
                        client,
                        row.getBigDecimal("net_revenue"),
                        row.getBigDecimal("return_percent"),
                        row.getLong("class_a_products"),
                        row.getLong("stock_outs"),
                        row.getBigDecimal("days_of_cover"),
                        row.getBigDecimal("fill_percent"),
                        row.getBigDecimal("on_time_percent"),
                        row.getBigDecimal("lead_time_days")))
                .single();
    }

    private Stream<EntityStatus> standing(
            Client client, Map<Entity, Days> raw, Map<Entity, Loaded> loaded, Map<Entity, String> errors) {
        LocalDate yesterday = client.yesterday(clock);
        LocalDate known =
                raw.values().stream().map(Days::first).min(LocalDate::compareTo).orElse(yesterday);
        LocalDate first = Objects.requireNonNullElse(client.start(), known);
        return client.entities().keySet().stream()
                .map(entity -> standing(
                        client,
                        entity,
                        raw.getOrDefault(entity, new Days()),
                        first,
                        yesterday,
                        loaded.getOrDefault(entity, Loaded.NOTHING),
                        errors.get(entity)));
    }

    private EntityStatus standing(
            Client client,
            Entity entity,
            Days days,
            LocalDate firstOfClient,
            LocalDate yesterday,
            Loaded loaded,
            String error) {
        LocalDate first = days.isEmpty() || client.start() != null ? firstOfClient : days.first();
        EntitySpec spec = client.entities().get(entity);
        // The newest file says nothing of what is due: a client that has not been fetched for a month misses a month.
        Map<Boolean, List<LocalDate>> missing = Days.between(first, yesterday).without(days).stream()
                .collect(Collectors.partitioningBy(day -> owed.canBeFetched(spec, day, client)));
        Days waiting = days.without(loaded.days());
        Days upTo = waiting.isEmpty() ? days : days.before(waiting.first());
        return new EntityStatus(
                client.id(),
                entity,
                days.last(),
                missing.get(true),
                missing.get(false).stream().filter(spec::loses).toList(),
                upTo.last(),
                days.size(),
                waiting.size(),
                loaded.rejected(),
                loaded.excluded(),
                error);
    }
}
