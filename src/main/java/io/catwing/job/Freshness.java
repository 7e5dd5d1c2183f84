package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many finished business days of each client the database lacks. */
@Component
public class Freshness {
    private final JdbcClient jdbc;
    private final Clients clients;
    private final Clock clock;

    public Freshness(JdbcClient jdbc, Clients clients, Clock clock) {
        this.jdbc = jdbc;
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Finished days after the newest that any entity has in the database; empty where nothing of the client is loaded.
     *
     * @throws org.springframework.dao.DataAccessException when the database is away
     */
    public SortedMap<ClientId, OptionalLong> daysBehind() {
        Instant now = clock.instant();
        SortedMap<ClientId, OptionalLong> behind = new TreeMap<>();
        Map<String, LocalDate> newest = newest();
        for (Client client : clients.all()) {
            LocalDate last = newest.get(client.id().value());
            behind.put(
                    client.id(),
                    last == null
                            ? OptionalLong.empty()
                            : OptionalLong.of(Math.max(0, ChronoUnit.DAYS.between(last, client.yesterday(now)))));
        }
        return behind;
    }

    private Map<String, LocalDate> newest() {
        Map<String, LocalDate> newest = new HashMap<>();
        jdbc.sql(SqlFile.read("job/read-newest-days"))
                .param("clients", names(clients.all().stream().map(Client::id)))
                .param("entities", names(Stream.of(Entity.values())))
                .query((RowCallbackHandler) row -> newest.put(row.getString(1), row.getObject(2, LocalDate.class)));
        return newest;
    }

    private static String names(Stream<?> some) {
        return some.map(Object::toString).collect(Collectors.joining(","));
    }
}
