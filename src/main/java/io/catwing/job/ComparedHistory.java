package io.catwing.job;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Before which day all of a client's raw files are known to be in the ledger, or to be refused, so that a day's work does not
 * list years. It is compared anew every week, since another program may put an old file at any time; a run that fetches old days
 * says so beforehand, and whatever is deleted from the ledger is no longer known.
 */
@Component
class ComparedHistory {
    private static final Duration AGAIN_AFTER = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Clock clock;

    ComparedHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Empty where it is not known, or no longer: then everything is to be listed. */
    Optional<LocalDate> knownBefore(Client client) {
        return Optional.ofNullable(knownBefore(List.of(client)).get(client.id()));
    }

    /** Of each client of which it is known. */
    Map<ClientId, LocalDate> knownBefore(Collection<Client> clients) {
        Map<ClientId, String> declared =
                clients.stream().collect(Collectors.toMap(Client::id, ComparedHistory::entities));
        Map<ClientId, LocalDate> known = new HashMap<>();
        jdbc.sql(SqlFile.read("job/read-compared-history"))
                .param("clients", ids(clients))
                .param("since", now().minus(AGAIN_AFTER))
                .query((RowCallbackHandler) row -> {
                    ClientId client = new ClientId(row.getString("client_id"));
                    if (declared.get(client).equals(row.getString("entities"))) {
                        known.put(client, row.getObject("known_before", LocalDate.class));
                    }
                });
        return known;
    }

    /**
     * Everything was listed.
     *
     * @param lacking keys of files that the ledger does not hold
     */
    void compared(Client client, LocalDate before, Collection<RawKey> lacking) {
        Set<RawKey> old =
                lacking.stream().filter(key -> key.date().isBefore(before)).collect(Collectors.toSet());
        if (!old.isEmpty()) {
            old.removeAll(refused(client));
        }
        if (old.isEmpty()) {
            jdbc.sql(SqlFile.read("job/write-compared-history"))
                    .param("client", client.id().value())
                    .param("entities", entities(client))
                    .param("before", before)
                    .param("at", now())
                    .update();
        }
    }

    /** Files from that day on may come. Called before the first does. */
    void expect(ClientId client, LocalDate from) {
        jdbc.sql(SqlFile.read("job/lower-compared-history"))
                .param("client", client.value())
                .param("from", from)
                .update();
    }

    /** Keys of files that were refused as a whole; not of those that are to bring rows back and were refused by an earlier mapping. */
    Set<RawKey> refused(Client client) {
        Set<RawKey> refused = new HashSet<>();
        jdbc.sql(SqlFile.read("job/list-refused"))
                .param("client", client.id().value())
                .query((RowCallbackHandler) row -> {
                    RawKey key = RawKey.parse(row.getString(1));
                    EntitySpec spec = client.entities().get(key.entity());
                    String version = row.getString(2);
                    if (spec == null || version == null || version.equals(spec.mappingVersion())) {
                        refused.add(key);
                    }
                });
        return refused;
    }

    /** Days of files that were refused as a whole. */
    Map<ClientId, Map<Entity, Days>> refused(Collection<Client> clients) {
        Map<ClientId, Map<Entity, Days>> refused = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-refused-days"))
                .param("clients", ids(clients))
                .query((RowCallbackHandler) row -> refused.computeIfAbsent(
                                new ClientId(row.getString("client_id")), id -> new EnumMap<>(Entity.class))
                        .computeIfAbsent(Entity.parse(row.getString("entity")), entity -> new Days())
                        .add(row.getObject("first", LocalDate.class), row.getObject("last", LocalDate.class)));
        return refused;
    }

    /** As the queries for many clients take them. */
    static String ids(Collection<Client> clients) {
        return clients.stream().map(client -> client.id().value()).collect(Collectors.joining(","));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** An entity that is declared later has files that nobody has compared. */
    private static String entities(Client client) {
        return client.entities().keySet().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(","));
    }
}
