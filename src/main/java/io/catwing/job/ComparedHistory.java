package io.catwing.job;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        return jdbc.sql(SqlFile.read("job/read-compared-history"))
                .param("client", client.id().value())
                .param("entities", entities(client))
                .param("since", now().minus(AGAIN_AFTER))
                .query(LocalDate.class)
                .optional();
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
            old.removeAll(refused(client.id()));
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

    /** Keys of files that were refused as a whole. */
    Set<RawKey> refused(ClientId client) {
        return new HashSet<>(jdbc.sql(SqlFile.read("job/list-refused"))
                .param("client", client.value())
                .query((row, number) -> RawKey.parse(row.getString(1)))
                .list());
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
