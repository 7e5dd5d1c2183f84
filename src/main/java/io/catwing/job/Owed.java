package io.catwing.job;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.Job.Option;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is owed of a client: files of its last finished days that the bucket lacks, and files there that the ledger lacks.
 * It follows from the calendar, the bucket and the database alone, so it does not matter which timer fired, whether one
 * was missed, or how the last run ended.
 */
@Component
public class Owed {
    /** Failures after which the pause has grown to its longest; keeps the shift in range. */
    private static final int MANY = 30;

    private final Clients clients;
    private final Calendar calendar;
    private final RawFiles rawFiles;
    private final UnloadedFiles load;
    private final JdbcClient jdbc;
    private final DailySettings settings;
    private final Clock clock;

    Owed(
            Clients clients,
            Calendar calendar,
            RawFiles rawFiles,
            UnloadedFiles load,
            JdbcClient jdbc,
            DailySettings settings,
            Clock clock) {
        this.clients = clients;
        this.calendar = calendar;
        this.rawFiles = rawFiles;
        this.load = load;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param fetch keys of files that the bucket lacks
     * @param load keys of files that the ledger lacks
     */
    public record Debt(Set<RawKey> fetch, Set<RawKey> load) {

        boolean nothing() {
            return fetch.isEmpty() && load.isEmpty();
        }

        List<LocalDate> dates() {
            return fetch.stream().map(RawKey::date).distinct().sorted().toList();
        }

        List<Entity> entities() {
            return fetch.stream().map(RawKey::entity).distinct().sorted().toList();
        }
    }

    /** What the daily timer orders: everything of everyone. Called by the route fetch-yesterday. */
    public Job everything() {
        return job(clients.all().stream().map(Client::id).toList(), Option.OWED);
    }

    /** What is to be tried again now: only the clients that owe something. Called by the route fetch-owed. */
    public Job again() {
        return job(
                clients.all().stream()
                        .filter(client -> !of(client, Option.OWED_NOW).nothing())
                        .map(Client::id)
                        .toList(),
                Option.OWED_NOW);
    }

    /**
     * @param reach {@code OWED_NOW} leaves out what failed a short while ago, and yesterday until the daily timer has
     *     called for it
     */
    public Debt of(Client client, Option reach) {
        LocalDate yesterday = calendar.yesterday(client);
        LocalDate from = yesterday.minusDays(settings.days() - 1L);
        Set<RawKey> there = there(client, from);
        Map<Entity, LocalDate> first = first(client, there);
        boolean due = reach == Option.OWED || calendar.isDue(client);
        Set<RawKey> fetch = new TreeSet<>();
        for (Entity entity : client.entities().keySet()) {
            LocalDate begin = first.getOrDefault(entity, yesterday);
            from.datesUntil(yesterday.plusDays(1))
                    .filter(day -> !day.isBefore(begin) && (due || day.isBefore(yesterday)))
                    .map(day -> new RawKey(client.id(), day, entity))
                    .filter(key -> !there.contains(key))
                    .forEach(fetch::add);
        }
        Set<RawKey> lacking = lacking(client, from);
        if (reach == Option.OWED_NOW) {
            Map<String, Instant> notBefore = notBefore(client, from);
            fetch.removeIf(key -> isLater(notBefore, "fetch", key));
            lacking.removeIf(key -> isLater(notBefore, "load", key));
        }
        return new Debt(fetch, lacking);
    }

    /**
     * From which day on a run loads: that of the oldest file that a run fetched and none loaded or tried to, which a killed
     * one leaves; the last days at least, and what the order asks. A file that load refused long ago is not tried each day.
     */
    LocalDate loadFrom(Client client, LocalDate asked) {
        LocalDate recent = calendar.yesterday(client).minusDays(settings.days() - 1L);
        LocalDate begin = asked != null && asked.isBefore(recent) ? asked : recent;
        Set<RawKey> left = lacking(client, null);
        if (left.stream().anyMatch(key -> key.date().isBefore(begin))) {
            Map<String, Instant> tried = notBefore(client, LocalDate.EPOCH);
            left.removeIf(key -> tried.containsKey(name("load", key)));
        }
        return left.stream()
                .map(RawKey::date)
                .filter(day -> day.isBefore(begin))
                .min(LocalDate::compareTo)
                .orElse(begin);
    }

    private Set<RawKey> lacking(Client client, LocalDate from) {
        return new TreeSet<>(
                load.lacking(Job.of(null, Job.TIMER, List.of(client.id())).between(from, null), client));
    }

    private Set<RawKey> there(Client client, LocalDate from) {
        try (Stream<RawFile> files = rawFiles.list(client.id(), from)) {
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
                        row.getTimestamp(5).toInstant().plus(pause(row.getInt(4)))));
        return times;
    }

    private static String name(String stage, RawKey key) {
        return stage + " " + key.entity() + " " + key.date();
    }

    private Duration pause(int failures) {
        Duration pause = settings.pause().multipliedBy(1L << Math.min(failures - 1, MANY));
        return pause.compareTo(settings.longestPause()) < 0 ? pause : settings.longestPause();
    }

    private boolean isLater(Map<String, Instant> notBefore, String stage, RawKey key) {
        Instant time = notBefore.get(name(stage, key));
        return time != null && clock.instant().isBefore(time);
    }

    private static Job job(List<ClientId> clients, Option owed) {
        return Job.of(RunId.next(), Job.TIMER, clients).with(owed);
    }
}
