package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.Health;
import io.catwing.job.Job.Option;
import io.catwing.postgres.SqlFile;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Fails when something has been owed, and nobody at work on it, for so long that the timer for owed work was to fire twice: the
 * timers stand still, in every process. What a client owes counts from when it was first seen here, not from its day: a client's file
 * may have come just now, and a run may have given the client back; nor from before a timer began a run. It asks nothing of the timers
 * themselves. Camel finds it.
 */
@Component
public class OwedHealth extends Health {
    /** Clients named in the message. */
    private static final int NAMED = 5;
    /** Probes come more often than the bucket should be listed. */
    private static final Duration LONGEST_KEPT = Duration.ofMinutes(1);

    private final Owed owed;
    private final Claims claims;
    private final Clients clients;
    private final Calendar calendar;
    private final JdbcClient jdbc;
    private final Clock clock;
    private Instant last;
    private Instant keptUntil = Instant.MIN;
    private Optional<String> seen = Optional.empty();
    /** Since when a client has been seen at each look to owe something that nobody is at work on. */
    private Map<ClientId, Instant> leftSince = new LinkedHashMap<>();

    public OwedHealth(Owed owed, Claims claims, Clients clients, Calendar calendar, JdbcClient jdbc, Clock clock) {
        super("owed-work", "what is owed cannot be told");
        this.owed = owed;
        this.claims = claims;
        this.clients = clients;
        this.calendar = calendar;
        this.jdbc = jdbc;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** What nobody works on, in words with a HINT; empty when all is well, and just after the start. */
    @Override
    public synchronized Optional<String> problem() {
        Instant now = now();
        if (!keptUntil.isAfter(now)) {
            seen = look(now);
            Instant longest = now.plus(LONGEST_KEPT);
            Instant twice = calendar.againTwice(now);
            keptUntil = twice.isBefore(longest) ? twice : longest;
        }
        return seen;
    }

    /** Where the clock was set back, as much time has passed as had passed before, and what was seen is looked at anew. */
    private Instant now() {
        Instant now = clock.instant();
        if (now.isBefore(last)) {
            Duration back = Duration.between(now, last);
            leftSince.replaceAll((client, since) -> since.minus(back));
            keptUntil = Instant.MIN;
        }
        last = now;
        return now;
    }

    private Optional<String> look(Instant now) {
        Map<ClientId, Instant> before = leftSince;
        // Forgotten where the bucket or the database cannot be asked: then no timer could do anything either.
        leftSince = new LinkedHashMap<>();
        Map<ClientId, Instant> left = new LinkedHashMap<>();
        Set<String> worked = claims.all().stream()
                .filter(claim -> claim.kind() == Claims.Kind.CLIENT)
                .map(Claims.Claim::name)
                .collect(Collectors.toSet());
        for (Client client : clients.all()) {
            ClientId id = client.id();
            Instant since = before.getOrDefault(id, now);
            // What was tried in vain since then was not owed then, for the pause before it is tried again.
            if (!worked.contains(id.value())
                    && !owed.of(client, Option.OWED_NOW, since).nothing()) {
                left.put(id, since);
            }
        }
        leftSince = left;
        List<String> named = overdue(left, Instant.MIN, now);
        if (!named.isEmpty()) {
            // A run that was refused at its beginning, as by a bucket that takes nothing, tells of it itself.
            named = overdue(left, lastFiring(now), now);
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(message(named));
    }

    /** @param fired when a timer began a run last */
    private List<String> overdue(Map<ClientId, Instant> left, Instant fired, Instant now) {
        return left.entrySet().stream()
                .filter(client -> !calendar.againTwice(fired.isAfter(client.getValue()) ? fired : client.getValue())
                        .isAfter(now))
                .map(client -> client.getKey().value())
                .toList();
    }

    private Instant lastFiring(Instant now) {
        return jdbc.sql(SqlFile.read("job/read-last-firing"))
                .param("timer", Job.TIMER)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> row.getTimestamp(1))
                .optional()
                .map(Timestamp::toInstant)
                .orElse(Instant.MIN);
    }

    private static String message(List<String> left) {
        return "work has been owed for " + String.join(", ", left.subList(0, Math.min(NAMED, left.size())))
                + (left.size() > NAMED ? " and " + (left.size() - NAMED) + " more" : "")
                + ", and nobody has begun it although its timer was to fire twice: no timer fires\nHINT: are the routes"
                + " fetch-owed and fetch-yesterday started? start them, or start the service again";
    }
}
