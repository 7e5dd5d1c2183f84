package io.catwing.service.page;

import io.catwing.failure.RepeatedTask;
import io.catwing.postgres.SqlFile;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells open pages what other processes on the same database have done, of which this one hears no event. The server counts what is written
 * to a table, and says so within some ten seconds; where it does not count ({@code track_counts}), pages follow this process alone.
 */
@Component
@ConditionalOnWebApplication
class ChangesElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesElsewhere.class);
    private static final long SECONDS = 5;

    /** Of each table, what pages show of it. */
    static final Map<String, Set<String>> SHOWN = Map.of(
            "run", Set.of("today"),
            "run_step", Set.of("today", "lake"),
            "ledger", Set.of("today", "lake"),
            "rejected_record", Set.of("rejects"),
            "backup", Set.of("recovery", "today"),
            "drill", Set.of("recovery", "today"),
            "recovery", Set.of("recovery"));

    private final JdbcClient jdbc;
    private final Updates updates;
    private Map<String, Long> last = Map.of();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "changes-elsewhere");
        thread.setDaemon(true);
        return thread;
    });

    ChangesElsewhere(JdbcClient jdbc, Updates updates) {
        this.jdbc = jdbc;
        this.updates = updates;
        watch.scheduleWithFixedDelay(
                new RepeatedTask("what others have changed could not be told", this::lookWhereSomebodyListens),
                SECONDS,
                SECONDS,
                TimeUnit.SECONDS);
    }

    private void lookWhereSomebodyListens() {
        try {
            // Once in any case: what was there before is no change.
            if (last.isEmpty() || updates.isHeard()) {
                look();
            }
        } catch (RuntimeException gone) {
            // The next look comes.
            LOG.debug("what others have changed cannot be asked for", gone);
        }
    }

    synchronized void look() {
        Map<String, Long> now = new HashMap<>();
        jdbc.sql(SqlFile.read("service/list-table-changes"))
                .param("tables", SHOWN.keySet())
                .query((RowCallbackHandler) row -> now.put(row.getString(1), row.getLong(2)));
        Map<String, Long> before = last;
        last = now;
        now.forEach((table, count) -> {
            if (before.containsKey(table) && !before.get(table).equals(count)) {
                SHOWN.get(table).forEach(updates::changed);
            }
        });
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }
}
