package io.catwing.job;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

    /** What the ledger says of a file. */
    private record Loaded(long rejected, long excluded) {}

    /** One row an entity that the client declares, in {@link Entity} order. */
    public List<EntityStatus> of(Client client) {
        Map<RawKey, Loaded> loaded = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-loaded"))
                .param("client", client.id().value())
                .query((RowCallbackHandler) row -> loaded.put(
                        RawKey.parse(row.getString("raw_key")),
                        new Loaded(row.getLong("rows_rejected"), row.getLong("rows_excluded"))));
        Map<Entity, NavigableSet<LocalDate>> raw = raw(client, loaded.keySet());
        LocalDate yesterday = client.yesterday(clock);
        LocalDate known = raw.values().stream()
                .map(NavigableSet::first)
                .min(LocalDate::compareTo)
                .orElse(yesterday);
        LocalDate first = Objects.requireNonNullElse(client.start(), known);
        Map<Entity, String> errors = new EnumMap<>(Entity.class);
        jdbc.sql(SqlFile.read("job/list-last-errors"))
                .param("client", client.id().value())
                .query((RowCallbackHandler) row -> errors.put(
                        Entity.parse(row.getString("subject")),
                        row.getString("stage") + " of " + row.getString("source_date") + ": "
                                + row.getString("message")));
        return client.entities().keySet().stream()
                .map(entity -> standing(
                        client, entity, raw.getOrDefault(entity, new TreeSet<>()), first, yesterday, loaded, errors))
                .toList();
    }

    /** Of each entity the days of its files: as listed, but for those that are known to be loaded or refused. */
    private Map<Entity, NavigableSet<LocalDate>> raw(Client client, Set<RawKey> loaded) {
        Map<Entity, NavigableSet<LocalDate>> raw = new EnumMap<>(Entity.class);
        Consumer<RawKey> add = key ->
                raw.computeIfAbsent(key.entity(), entity -> new TreeSet<>()).add(key.date());
        Optional<LocalDate> known = history.knownBefore(client);
        known.ifPresent(day -> Stream.concat(loaded.stream(), history.refused(client.id()).stream())
                .filter(key -> key.date().isBefore(day))
                .forEach(add));
        try (Stream<RawFile> files =
                known.map(day -> rawFiles.list(client.id(), day)).orElseGet(() -> rawFiles.list(client.id()))) {
            files.map(RawFile::key).forEach(add);
        }
        return raw;
    }

    /** One row a stage beyond load that has run for the client, in the order in which they ran. */
    public List<StageStatus> stages(Client client) {
        return jdbc.sql(SqlFile.read("job/list-stages"))
                .param("client", client.id().value())
                .query((row, number) -> new StageStatus(
                        client.id(),
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

    private EntityStatus standing(
            Client client,
            Entity entity,
            NavigableSet<LocalDate> dates,
            LocalDate firstOfClient,
            LocalDate yesterday,
            Map<RawKey, Loaded> loaded,
            Map<Entity, String> errors) {
        LocalDate first = dates.isEmpty() || client.start() != null ? firstOfClient : dates.first();
        EntitySpec spec = client.entities().get(entity);
        // The newest file says nothing of what is due: a client that has not been fetched for a month misses a month.
        Map<Boolean, List<LocalDate>> missing = first.isAfter(yesterday)
                ? Map.of(true, List.of(), false, List.of())
                : first.datesUntil(yesterday.plusDays(1))
                        .filter(day -> !dates.contains(day))
                        .collect(Collectors.partitioningBy(day -> owed.canBeFetched(spec, day, client)));
        List<LocalDate> waiting = dates.stream()
                .filter(day -> !loaded.containsKey(new RawKey(client.id(), day, entity)))
                .toList();
        LocalDate loadedUpTo =
                waiting.isEmpty() ? (dates.isEmpty() ? null : dates.last()) : dates.lower(waiting.get(0));
        List<Loaded> ofEntity = loaded.entrySet().stream()
                .filter(e -> e.getKey().entity() == entity)
                .map(Map.Entry::getValue)
                .toList();
        return new EntityStatus(
                client.id(),
                entity,
                dates.isEmpty() ? null : dates.last(),
                missing.get(true),
                missing.get(false).stream().filter(spec::loses).toList(),
                loadedUpTo,
                dates.size(),
                waiting.size(),
                ofEntity.stream().mapToLong(Loaded::rejected).sum(),
                ofEntity.stream().mapToLong(Loaded::excluded).sum(),
                errors.get(entity));
    }
}
