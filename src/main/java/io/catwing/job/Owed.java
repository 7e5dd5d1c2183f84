package io.catwing.job;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.MissingSecrets;
import io.catwing.job.Job.Option;
import io.catwing.postgres.SqlFile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is owed of a client: files of its finished days that the bucket lacks, files there that the ledger lacks, and what
 * follows from those that are loaded.
 * It follows from the calendar, the bucket and the database alone, so it does not matter which timer fired, whether one
 * was missed, or how the last run ended.
 */
@Component
public class Owed {
    private final Clients clients;
    private final Calendar calendar;
    private final RawFiles rawFiles;
    private final UnloadedFiles load;
    private final ComparedHistory history;
    private final JdbcClient jdbc;
    private final DailySettings settings;
    private final Clock clock;

    Owed(
            Clients clients,
            Calendar calendar,
            RawFiles rawFiles,
            UnloadedFiles load,
            ComparedHistory history,
            JdbcClient jdbc,
            DailySettings settings,
            Clock clock) {
        this.clients = clients;
        this.calendar = calendar;
        this.rawFiles = rawFiles;
        this.load = load;
        this.history = history;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param fetch keys of files that the bucket lacks and that can be fetched
     * @param load keys of files that the ledger lacks
     * @param gaps keys of files that the bucket lacks for ever: the request does not name the date, so the answer would be
     *     today's, and no later file brings what changed on that day, or the day was one of the periodic snapshot
     * @param awaited keys of files that the bucket lacks, where what changed on the day is in a later file, which is not loaded yet
     * @param derive whether images, enrichment or statistics are not as what is loaded
     */
    public record Debt(Set<RawKey> fetch, Set<RawKey> load, Set<RawKey> gaps, Set<RawKey> awaited, boolean derive) {

        /** Whether the database has not all there was to be had of the day, be it lost or still to come. */
        public boolean lacks(LocalDate day) {
            return Stream.of(fetch, load, gaps, awaited).flatMap(Set::stream).anyMatch(key -> key.date()
                    .equals(day));
        }

        public boolean nothing() {
            return fetch.isEmpty() && load.isEmpty() && !derive;
        }

        /** What is fetched, the oldest first. */
        Map<Entity, List<LocalDate>> dates() {
            return fetch.stream()
                    .sorted(Comparator.comparing(RawKey::date))
                    .collect(Collectors.groupingBy(
                            RawKey::entity, Collectors.mapping(RawKey::date, Collectors.toList())));
        }

        List<LocalDate> days() {
            return fetch.stream().map(RawKey::date).distinct().sorted().toList();
        }
    }

    /** What the daily timer orders: everything of all who owe something. Called by the route fetch-yesterday. */
    public Job everything() {
        return job(Option.OWED);
    }

    /** What is to be tried again now. Called by the route fetch-owed. */
    public Job again() {
        return job(Option.OWED_NOW);
    }

    private Job job(Option reach) {
        List<ClientId> owing = clients.all().stream()
                .filter(client -> !of(client, reach).nothing())
                .map(Client::id)
                .toList();
        return Job.of(RunId.next(), Job.TIMER, owing).with(reach);
    }

    /**
     * @param reach {@code OWED_NOW} leaves out what failed a short while ago, and yesterday until the daily timer has
     *     called for it
     */
    public Debt of(Client client, Option reach) {
        return of(client, reach, clock.instant());
    }

    /** What was owed then already, and still is. */
    Debt of(Client client, Option reach, Instant at) {
        LocalDate yesterday = client.yesterday(at);
        LocalDate from = yesterday.minusDays(settings.catchUp().toDays() - 1);
        Set<RawKey> there = there(client, from);
        Map<Entity, LocalDate> first = client.start() == null ? first(client, there) : Map.of();
        LocalDate start = Objects.requireNonNullElse(client.start(), yesterday);
        boolean due = reach == Option.OWED || calendar.isDue(client, at);
        Set<RawKey> fetch = new TreeSet<>();
        Set<RawKey> gaps = new TreeSet<>();
        Set<RawKey> awaited = new TreeSet<>();
        Set<RawKey> lacking = load.lacking(client, there);
        client.entities().forEach((entity, spec) -> {
            LocalDate begin = first.getOrDefault(entity, start);
            from.datesUntil(yesterday.plusDays(1))
                    .filter(day -> !day.isBefore(begin) && (due || day.isBefore(yesterday)))
                    .map(day -> new RawKey(client.id(), day, entity))
                    .filter(key -> !there.contains(key))
                    .forEach(key -> {
                        if (canBeFetched(spec, key.date(), client)) {
                            fetch.add(key);
                        } else if (spec.loses(key.date())) {
                            gaps.add(key);
                        } else if (there.stream().noneMatch(file -> isLater(file, key) && !lacking.contains(file))) {
                            awaited.add(key);
                        }
                    });
        });
        if (MissingSecrets.message(client) != null) {
            // Told of by a health check of its own, once, and not by each firing.
            fetch.clear();
        }
        if (reach == Option.OWED_NOW) {
            Map<String, Instant> notBefore = notBefore(client, from);
            fetch.removeIf(key -> isLater(notBefore, "fetch", key, at));
            if (at.isBefore(notBeforeAborted(client))) {
                fetch.clear();
            }
            lacking.removeIf(key -> isLater(notBefore, "load", key, at));
        }
        return new Debt(fetch, lacking, gaps, awaited, isDerivingOwed(client, from, reach, at));
    }

    private static boolean isLater(RawKey file, RawKey than) {
        return file.entity() == than.entity() && file.date().isAfter(than.date());
    }

    private boolean isDerivingOwed(Client client, LocalDate from, Option reach, Instant at) {
        return jdbc.sql(SqlFile.read("job/ask-derived"))
                .param("client", client.id().value())
                .param("from", from)
                .query((row, number) -> {
                    Instant loaded = instant(row.getTimestamp(2));
                    Instant failed = instant(row.getTimestamp(4));
                    boolean now = reach == Option.OWED
                            || !loaded.isAfter(at)
                                    && !failed.plus(calendar.pause(Math.max(1, row.getInt(3))))
                                            .isAfter(at);
                    return row.getBoolean(1) && now;
                })
                .single();
    }

    private static Instant instant(Timestamp time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    /** Whether an answer to be had now is that of the day. */
    boolean canBeFetched(EntitySpec spec, LocalDate day, Client client) {
        return spec.namesDate() || !day.isBefore(calendar.yesterday(client));
    }

    /**
     * From which day on a run loads: that of the oldest file that a run fetched and none loaded, which a killed one leaves, or
     * one that S3 did not give; the last days at least, and what the order asks. A file that load refused long ago is not tried
     * each day.
     * Only days are listed whose files are not known to be loaded.
     */
    LocalDate loadFrom(Client client, LocalDate asked) {
        LocalDate recent =
                calendar.yesterday(client).minusDays(settings.catchUp().toDays() - 1);
        LocalDate begin = asked != null && asked.isBefore(recent) ? asked : recent;
        Optional<LocalDate> known = history.knownBefore(client);
        Set<RawKey> left = load.lacking(client, there(client, known.orElse(null)));
        if (known.isEmpty()) {
            history.compared(client, recent, left);
        }
        if (left.stream().anyMatch(key -> key.date().isBefore(begin))) {
            left.removeAll(history.refused(client));
        }
        return left.stream()
                .map(RawKey::date)
                .filter(day -> day.isBefore(begin))
                .min(LocalDate::compareTo)
                .orElse(begin);
    }

    /** @param from first business date, null for all */
    private Set<RawKey> there(Client client, LocalDate from) {
        try (Stream<RawFile> files = from == null ? rawFiles.list(client.id()) : rawFiles.list(client.id(), from)) {
            return files.map(RawFile::key).collect(Collectors.toSet());
        }
    }

    /** An entity's first day, so that days before it was declared are not owed. */
    private Map<Entity, LocalDate> first(Client client, Set<RawKey> there) {
        Map<Entity, LocalDate> first = new HashMap<>();
        there.forEach(key -> first.merge(key.entity(), key.date(), (a, b) -> a.isBefore(b) ? a : b));
        jdbc.sql(SqlFile.read("job/list-first-days"))
                .param("client", client.id().value())
                .query((RowCallbackHandler) row -> first.merge(
                        Entity.parse(row.getString(1)),
                        row.getObject(2, LocalDate.class),
                        (a, b) -> a.isBefore(b) ? a : b));
        return first;
    }

    /** When that which failed may be tried again, by stage, entity and date. */
    private Map<String, Instant> notBefore(Client client, LocalDate from) {
        Map<String, Instant> times = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-failures"))
                .param("client", client.id().value())
                .param("from", from)
                .query((RowCallbackHandler) row -> times.put(
                        row.getString(1) + " " + row.getString(2) + " " + row.getString(3),
                        row.getTimestamp(5).toInstant().plus(calendar.pause(row.getInt(4)))));
        return times;
    }

    /** When a fetch of the client may be tried again that ended early, which is no file's failure: a disk may be full. */
    private Instant notBeforeAborted(Client client) {
        return jdbc.sql(SqlFile.read("job/ask-fetch-aborted"))
                .param("client", client.id().value())
                .query((row, number) -> row.getInt(1) == 0
                        ? Instant.MIN
                        : row.getTimestamp(2).toInstant().plus(calendar.pause(row.getInt(1))))
                .single();
    }

    private static String name(String stage, RawKey key) {
        return stage + " " + key.entity() + " " + key.date();
    }

    private static boolean isLater(Map<String, Instant> notBefore, String stage, RawKey key, Instant at) {
        Instant time = notBefore.get(name(stage, key));
        return time != null && at.isBefore(time);
    }
}
