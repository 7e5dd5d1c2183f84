package io.catwing.service.page;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.postgres.SqlFile;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which days of which clients the ledger holds. A client's days begin with its {@code start}, or else for each of its entities
 * with the first file, and end with the last day that has ended in its time zone.
 */
@Component
@ConditionalOnWebApplication
class DaysHeld {
    private final JdbcClient jdbc;
    private final Clock clock;

    DaysHeld(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One entity.
     *
     * @param first its first day; the last day that ended where there is no file yet
     * @param firstMissing the first day from it on without a file; not told where nobody asked, and may not have ended yet
     * @param held days of the window with a file
     */
    private record Days(LocalDate first, LocalDate firstMissing, Set<LocalDate> held, EntitySpec spec) {
        boolean lacks(LocalDate date) {
            return !date.isBefore(first) && !held.contains(date);
        }

        /** A past day can still be fetched. */
        boolean past() {
            return spec.namesDate();
        }

        /** A later file brings what changed on a past day without one. */
        boolean isMadeUp(LocalDate date) {
            return !past() && !spec.loses(date);
        }
    }

    /** A day of a client that lacks files. */
    record Gap(Client client, LocalDate day) {}

    /**
     * A day of a client.
     *
     * @param held entities with a file
     * @param expected entities that are due that day; 0 where none is. Not a past one whose changes a later file holds
     * @param lost entities whose file is missing for ever, for the ERP knows no past day of them
     */
    record Day(LocalDate date, int held, int expected, int lost) {
        public int missing() {
            return Math.max(0, expected - held);
        }

        int owed() {
            return missing() - lost;
        }

        /** The shade in the calendar: 0 for nothing to 4 for everything. */
        public int level() {
            return missing() == 0 ? 4 : held == 0 ? 0 : 1 + 3 * held / expected;
        }
    }

    /** A client in a window of days. */
    record OfClient(Client client, LocalDate yesterday, Map<Entity, Days> entities) {
        /** The days from the first to the last. */
        public List<Day> days(LocalDate from, LocalDate to) {
            return from.datesUntil(to.plusDays(1)).map(this::day).toList();
        }

        private Day day(LocalDate date) {
            if (date.isAfter(yesterday)) {
                return new Day(date, 0, 0, 0);
            }
            List<Days> due = entities.values().stream()
                    .filter(days -> !date.isBefore(days.first()))
                    .filter(days -> !(days.isMadeUp(date) && days.lacks(date) && date.isBefore(yesterday)))
                    .toList();
            List<Days> lacking = due.stream().filter(days -> days.lacks(date)).toList();
            long lost = lacking.stream()
                    .filter(days -> !days.past() && date.isBefore(yesterday))
                    .count();
            return new Day(date, due.size() - lacking.size(), due.size(), (int) lost);
        }

        /** The oldest day that lacks a file which can still be fetched; null where none does, or nobody asked. */
        public Gap oldestGap() {
            return entities.values().stream()
                    .filter(Days::past)
                    .map(Days::firstMissing)
                    .filter(day -> day != null && !day.isAfter(yesterday))
                    .min(Comparator.naturalOrder())
                    .map(day -> new Gap(client, day))
                    .orElse(null);
        }
    }

    /** The clients' last day that has ended, wherever that is. */
    LocalDate lastDay(Collection<Client> clients) {
        return clients.stream()
                .map(client -> client.yesterday(clock))
                .max(Comparator.naturalOrder())
                .orElseGet(() -> LocalDate.now(clock).minusDays(1));
    }

    /** @param gaps look for the oldest gap of each, too, through all of its days */
    List<OfClient> of(Collection<Client> clients, LocalDate from, LocalDate to, boolean gaps) {
        Map<ClientId, Client> byId = clients.stream().collect(Collectors.toMap(Client::id, client -> client));
        List<Pair> pairs = clients.stream()
                .flatMap(client -> client.entities().keySet().stream().map(entity -> new Pair(client, entity)))
                .toList();
        NavigableMap<ClientId, Map<Entity, Days>> found = new TreeMap<>();
        clients.forEach(client -> found.put(client.id(), new EnumMap<>(Entity.class)));
        jdbc.sql(SqlFile.read("service/list-days-held"))
                .param("clients", texts(pairs, pair -> pair.client().id()))
                .param("entities", texts(pairs, Pair::entity))
                .param("starts", texts(pairs, pair -> pair.client().start()))
                .param("from", from)
                .param("to", to)
                .param("gaps", gaps)
                .query((RowCallbackHandler) row -> {
                    Client client = byId.get(new ClientId(row.getString("client_id")));
                    Entity entity = Entity.parse(row.getString("entity"));
                    found.get(client.id()).put(entity, days(row, client, entity));
                });
        return found.entrySet().stream()
                .map(each -> new OfClient(
                        byId.get(each.getKey()), byId.get(each.getKey()).yesterday(clock), each.getValue()))
                .toList();
    }

    private record Pair(Client client, Entity entity) {}

    private static String[] texts(List<Pair> pairs, Function<Pair, Object> of) {
        return pairs.stream()
                .map(pair -> Objects.toString(of.apply(pair), null))
                .toArray(String[]::new);
    }

    private Days days(ResultSet row, Client client, Entity entity) throws SQLException {
        EntitySpec spec = client.entities().get(entity);
        LocalDate first = row.getObject("first_day", LocalDate.class);
        if (first == null) {
            LocalDate yesterday = client.yesterday(clock);
            return new Days(yesterday, yesterday, Set.of(), spec);
        }
        Set<LocalDate> held = Arrays.stream((Date[]) row.getArray("held").getArray())
                .map(Date::toLocalDate)
                .collect(Collectors.toSet());
        return new Days(first, row.getObject("first_missing", LocalDate.class), held, spec);
    }
}
