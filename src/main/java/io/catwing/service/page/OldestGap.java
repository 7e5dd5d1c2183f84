package io.catwing.service.page;

import io.catwing.client.Clients;
import io.catwing.service.page.DaysHeld.Gap;
import io.catwing.service.page.DaysHeld.OfClient;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The oldest day of all clients that lacks a file. To find it, all of the ledger is read, which takes seconds where it is
 * large: it is done beside, while somebody looks, and the page tells what was found last.
 */
@Component
@ConditionalOnWebApplication
class OldestGap {
    private static final Logger LOG = LoggerFactory.getLogger(OldestGap.class);
    /** A search is followed by a pause of ten times its length, and of this at least. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Clients clients;
    private final DaysHeld daysHeld;
    private final Updates updates;
    private final Clock clock;
    private final ScheduledExecutorService search = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "oldest-gap");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean searching = new AtomicBoolean();
    private volatile Found found;

    OldestGap(Clients clients, DaysHeld daysHeld, Updates updates, Clock clock) {
        this.clients = clients;
        this.daysHeld = daysHeld;
        this.updates = updates;
        this.clock = clock;
    }

    /**
     * @param gap null where no client lacks a file
     * @param next when it may be looked for again
     */
    record Found(Gap gap, Instant next) {}

    /** What was found last; null before the first search has ended. Has it looked for again. */
    Found last() {
        Found last = found;
        if (searching.compareAndSet(false, true)) {
            Duration pause = last == null ? Duration.ZERO : Duration.between(clock.instant(), last.next());
            search.schedule(this::search, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        return last;
    }

    private void search() {
        Instant begun = clock.instant();
        // Whatever changes from now on is for the next search to find.
        searching.set(false);
        try {
            LocalDate day = daysHeld.lastDay(clients.all());
            Gap gap = daysHeld.of(clients.all(), day, day, true).stream()
                    .map(OfClient::oldestGap)
                    .filter(Objects::nonNull)
                    .min(Comparator.comparing(Gap::day)
                            .thenComparing(each -> each.client().id()))
                    .orElse(null);
            boolean other = found == null || !Objects.equals(found.gap(), gap);
            Duration pause = Duration.between(begun, clock.instant()).multipliedBy(10);
            found = new Found(gap, clock.instant().plus(pause.compareTo(PAUSE) < 0 ? PAUSE : pause));
            if (other) {
                updates.changed("lake");
            }
        } catch (DataAccessException gone) {
            LOG.warn("the oldest gap could not be looked for: {}", gone.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        search.shutdownNow();
    }
}
