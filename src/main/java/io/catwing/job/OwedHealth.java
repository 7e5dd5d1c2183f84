package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.failure.Health;
import io.catwing.job.Job.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Fails when something has been owed for longer than the timer for owed work takes to fire again, and nobody is at work on
 * it: the timers stand still, in every process. It asks nothing of the timers themselves. Camel finds it.
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
    private final Clock clock;
    private Instant began;
    private Instant last;
    private Instant seenAt = Instant.EPOCH;
    private Optional<String> seen = Optional.empty();

    public OwedHealth(Owed owed, Claims claims, Clients clients, Calendar calendar, Clock clock) {
        super("owed-work", "what is owed cannot be told");
        this.owed = owed;
        this.claims = claims;
        this.clients = clients;
        this.calendar = calendar;
        this.clock = clock;
        this.began = clock.instant();
        this.last = began;
    }

    /** What nobody works on, in words with a HINT; empty when all is well, and just after the start. */
    @Override
    public synchronized Optional<String> problem() {
        Duration period = calendar.againEvery();
        Instant now = now();
        if (began.plus(period).isAfter(now)) {
            return Optional.empty();
        }
        Duration kept = period.compareTo(LONGEST_KEPT) < 0 ? period : LONGEST_KEPT;
        if (!seenAt.plus(kept).isAfter(now)) {
            seen = look(now.minus(period), period);
            seenAt = now;
        }
        return seen;
    }

    /** Where the clock was set back, as much time has passed as had passed before, and what was seen is looked at anew. */
    private Instant now() {
        Instant now = clock.instant();
        if (now.isBefore(last)) {
            began = began.minus(Duration.between(now, last));
            seenAt = Instant.EPOCH;
        }
        last = now;
        return now;
    }

    private Optional<String> look(Instant since, Duration period) {
        Set<String> worked = claims.all().stream()
                .filter(claim -> claim.kind() == Claims.Kind.CLIENT)
                .map(Claims.Claim::name)
                .collect(Collectors.toSet());
        List<String> left = new ArrayList<>();
        for (Client client : clients.all()) {
            if (!worked.contains(client.id().value())
                    && !owed.of(client, Option.OWED_NOW, since).nothing()) {
                left.add(client.id().value());
            }
        }
        if (left.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(", ", left.subList(0, Math.min(NAMED, left.size())))
                + (left.size() > NAMED ? " and " + (left.size() - NAMED) + " more" : "");
        return Optional.of("for more than " + period.toSeconds() + " s work has been owed for " + named
                + ", and nobody is at work on it: no timer fires\nHINT: are the routes fetch-owed and fetch-yesterday"
                + " started? start them, or start the service again");
    }
}
