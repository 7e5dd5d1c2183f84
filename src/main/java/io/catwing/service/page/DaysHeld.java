package io.catwing.service.page;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.sql.Array;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which days of which clients the ledger holds. A client's days begin for each of its entities with the first file, and end
 * with the last day that has ended in its time zone.
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
     * @param firstMissing the first day after it without a file; not told where nobody asked, and may not have ended yet
     * @param held days of the window with a file
     */
    private record Days(LocalDate first, LocalDate firstMissing, Set<LocalDate> held) {}

    /** A day of a client that lacks files. */
    record Gap(Client client, LocalDate day) {}

    /**
     * A day of a client.
     *
     * @param held entities with a file
     * @param expected entities that are due that day; 0 where none is
     */
    record Day(LocalDate date, int held, int expected) {
        public int missing() {
            return Math.max(0, expected - held);
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
            List<Days> due = entities.values().stream()
                    .filter(days -> !date.isBefore(days.first()) && !date.isAfter(yesterday))
                    .toList();
            int held = (int)
                    due.stream().filter(days -> days.held().contains(date)).count();
            return new Day(date, held, due.size());
        }

        /** The oldest day that lacks a file; null where none does, or nobody asked. */
        public Gap oldestGap() {
            return entities.values().stream()
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
        List<Client> pairs = clients.stream()
                .flatMap(client -> client.entities().keySet().stream().map(entity -> client))
                .toList();
        NavigableMap<ClientId, Map<Entity, Days>> found = new TreeMap<>();
        clients.forEach(client -> found.put(client.id(), new EnumMap<>(Entity.class)));
        jdbc.sql(SqlFile.read("service/list-days-held"))
                .param(
                        "clients",
                        pairs.stream().map(client -> client.id().value()).toArray(String[]::new))
                .param(
                        "entities",
                        clients.stream()
                                .flatMap(client -> client.entities().keySet().stream())
                                .map(Entity::toString)
                                .toArray(String[]::new))
                .param("from", from)
                .param("to", to)
                .param("gaps", gaps)
                .query((RowCallbackHandler) row -> {
                    Client client = byId.get(new ClientId(row.getString("client_id")));
                    found.get(client.id())
                            .put(Entity.parse(row.getString("entity")), days(row, client.yesterday(clock)));
                });
        return found.entrySet().stream()
                .map(each -> new OfClient(
                        byId.get(each.getKey()), byId.get(each.getKey()).yesterday(clock), each.getValue()))
                .toList();
    }

    private static Days days(ResultSet row, LocalDate yesterday) throws SQLException {
        LocalDate first = row.getObject("first_day", LocalDate.class);
        Array held = row.getArray("held");
        return first == null
                ? new Days(yesterday, yesterday, Set.of())
                : new Days(
                        first,
                        row.getObject("first_missing", LocalDate.class),
                        Arrays.stream((Date[]) held.getArray())
                                .map(Date::toLocalDate)
                                .collect(Collectors.toSet()));
    }
}
