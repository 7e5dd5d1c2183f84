package io.catwing.service.alerts;

import io.catwing.app.AlertWatch;
import io.catwing.failure.PrintableText;
import io.catwing.failure.RepeatedTask;
import io.catwing.job.Events;
import io.catwing.job.Stopping;
import io.catwing.postgres.SqlFile;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what is wrong with what was told, and tells the difference. Has a thread of its own, so that a receiver that hangs holds up
 * nothing but other messages.
 */
@Component
@ConditionalOnWebApplication
class Alerts extends RouteBuilder implements AlertWatch {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** A restart of the database is no trouble yet. */
    private static final int LOOKS_WITHOUT_DATABASE = 2;

    private final Troubles troubles;
    private final Receivers receivers;
    private final Pings pings;
    private final AlertSettings settings;
    private final Stopping stopping;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final RepeatedTask looking = new RepeatedTask("alerts could not be sent", this::lookAgain);

    /** Without the database this process alone knows who was told that it is gone. */
    private final Set<String> toldOfDatabase = new HashSet<>();

    private int looksWithoutDatabase;
    private Message databaseGone;
    /** How long the look before this one took, with what it sent. */
    private Duration took = Duration.ZERO;

    private volatile ScheduledExecutorService thread;

    Alerts(
            Troubles troubles,
            Receivers receivers,
            Pings pings,
            AlertSettings settings,
            Stopping stopping,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.troubles = troubles;
        this.receivers = receivers;
        this.pings = pings;
        this.settings = settings;
        this.stopping = stopping;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    private boolean nobodyListens() {
        return receivers.all().isEmpty() && settings.ping().urls().isEmpty();
    }

    @Override
    public void configure() {
        if (!nobodyListens()) {
            from(Events.SCHEME
                            + ":run-ended,backup-stored,backup-failed,drill-ended,client-file-refused,client-secrets-missing")
                    .routeId("look-for-troubles")
                    .routeGroup("alerts")
                    .routeDescription("Has the alerts look at once, since something has happened.")
                    .process(exchange -> nudge());
        }
    }

    /** Does nothing where nobody is to be told. */
    @Override
    public void start() {
        if (!nobodyListens()) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "catwing-alerts"));
            long every = settings.every().toMillis();
            thread.scheduleWithFixedDelay(looking, every, every, TimeUnit.MILLISECONDS);
        }
    }

    private void nudge() {
        pings.runEnded();
        if (thread != null && nudged.compareAndSet(false, true)) {
            thread.execute(looking);
        }
    }

    private void lookAgain() {
        nudged.set(false);
        look();
    }

    /** Not of a process that was asked to stop: what its stop leaves behind is no trouble, and another process, or the next, looks. */
    @Override
    public synchronized void look() {
        if (stopping.isTold(null)) {
            return;
        }
        long began = System.nanoTime();
        try {
            compare(began);
        } catch (DataAccessException | TransactionException gone) {
            tellOfDatabase(gone);
            return;
        }
        tellDatabaseIsBack();
        send();
        pings.send();
        took = since(began);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** No longer than until it is to be looked again: others take what is not seen for a while for over. */
    private void send() {
        long began = System.nanoTime();
        boolean more = sendNext();
        while (more && since(began).compareTo(settings.every()) < 0) {
            more = sendNext();
        }
    }

    private void compare(long began) {
        Map<String, Trouble> now = troubles.now();
        if (stopping.isTold(null)) {
            // Its connections may have been cut meanwhile.
            return;
        }
        transaction.executeWithoutResult(status -> {
            OffsetDateTime at = jdbc.sql("select clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single();
            OffsetDateTime seen = at.plus(late(since(began)));
            for (Trouble trouble : now.values()) {
                begin(trouble, at, seen);
            }
            jdbc.sql(SqlFile.read("alerts/end-troubles"))
                    .param("now", at)
                    .param("before", at.minus(settings.over()))
                    .query(UUID.class)
                    .list()
                    .forEach(over -> jdbc.sql(SqlFile.read("alerts/queue-over"))
                            .param("trouble", over)
                            .update());
            jdbc.sql(SqlFile.read("alerts/delete-old")).update();
        });
    }

    /** How much longer than others the next look is to be waited for, where looks take long here. */
    private Duration late(Duration already) {
        Duration longer = already.compareTo(took) > 0 ? already : took;
        return longer.compareTo(settings.every()) > 0 ? longer.multipliedBy(2) : Duration.ZERO;
    }

    private void begin(Trouble trouble, OffsetDateTime at, OffsetDateTime seen) {
        Map<String, Object> row = jdbc.sql(SqlFile.read("alerts/begin-trouble"))
                .param("name", trouble.name())
                .param("kind", trouble.kind())
                .param("client", trouble.client())
                .param("message", trouble.message())
                .param("now", at)
                .param("seen", seen)
                .query()
                .singleRow();
        if (Boolean.TRUE.equals(row.get("began"))) {
            LOG.info("trouble: {}: {}", trouble.name(), trouble.message());
            receivers.all().forEach((name, receiver) -> {
                if (receiver.wants(trouble)) {
                    jdbc.sql(SqlFile.read("alerts/queue-began"))
                            .param("trouble", row.get("trouble_id"))
                            .param("receiver", name)
                            .update();
                }
            });
        }
    }

    private record Due(UUID trouble, String receiver, String what, Message message) {}

    /** @return false if none is due */
    private boolean sendNext() {
        if (receivers.all().isEmpty()) {
            return false;
        }
        Optional<Due> taken = jdbc.sql(SqlFile.read("alerts/take-alert"))
                .param("receivers", receivers.all().keySet())
                .query((row, number) -> new Due(
                        row.getObject("trouble_id", UUID.class),
                        row.getString("receiver"),
                        row.getString("what"),
                        new Message(
                                row.getString("trouble_id"),
                                row.getString("what"),
                                new Trouble(
                                        row.getString("name"),
                                        row.getString("kind"),
                                        row.getString("client_id"),
                                        row.getString("message")),
                                row.getTimestamp("since").toInstant(),
                                row.getString("what").equals("OVER")
                                        ? row.getTimestamp("over_at").toInstant()
                                        : null)))
                .optional();
        taken.ifPresent(due -> {
            Optional<String> problem = receivers.send(due.receiver(), due.message());
            problem.ifPresent(why -> LOG.warn(
                    "{} was not told of {}, and will be tried again: {}",
                    due.receiver(),
                    due.message().trouble().name(),
                    why));
            jdbc.sql(SqlFile.read("alerts/end-alert"))
                    .param("trouble", due.trouble())
                    .param("receiver", due.receiver())
                    .param("what", due.what())
                    .param("problem", problem.orElse(null))
                    .update();
        });
        return taken.isPresent();
    }

    private void tellOfDatabase(Exception gone) {
        looksWithoutDatabase++;
        if (databaseGone == null) {
            String message = "the database cannot be asked: " + gone.getMessage()
                    + "\nHINT: is PostgreSQL running? see docs/how-to/database-gone.md";
            databaseGone = new Message(
                    UUID.randomUUID().toString(),
                    "BEGAN",
                    new Trouble("database", "db", null, PrintableText.message(message)),
                    Instant.now(),
                    null);
        }
        if (looksWithoutDatabase >= LOOKS_WITHOUT_DATABASE) {
            receivers.all().forEach((name, receiver) -> {
                if (receiver.wants(databaseGone.trouble())
                        && !toldOfDatabase.contains(name)
                        && receivers.send(name, databaseGone).isEmpty()) {
                    toldOfDatabase.add(name);
                }
            });
        }
    }

    private void tellDatabaseIsBack() {
        looksWithoutDatabase = 0;
        if (databaseGone != null) {
            Message over =
                    new Message(databaseGone.id(), "OVER", databaseGone.trouble(), databaseGone.since(), Instant.now());
            toldOfDatabase.removeIf(name -> receivers.send(name, over).isEmpty());
            if (toldOfDatabase.isEmpty()) {
                databaseGone = null;
            }
        }
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
