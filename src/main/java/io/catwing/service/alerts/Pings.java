package io.catwing.service.alerts;

import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.MissingSecrets;
import io.catwing.job.Calendar;
import io.catwing.job.Job;
import io.catwing.job.Owed;
import io.catwing.postgres.SqlFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Calls a dead man's switch after what went well: once for each day, backup and drill, whichever of several services finds it. What was
 * not answered is called again.
 */
@Component
@ConditionalOnWebApplication
class Pings {
    private static final Logger LOG = LoggerFactory.getLogger(Pings.class);

    /** Whether a day is good is asked of the bucket, client by client. */
    private static final Duration BETWEEN_DAYS = Duration.ofMinutes(5);

    private final AlertSettings settings;
    private final Receivers receivers;
    private final JdbcClient jdbc;
    private final Clients clients;
    private final Calendar calendar;
    private final Owed owed;
    private final Clock clock;
    private volatile Instant lookedAtDay = Instant.MIN;

    Pings(
            AlertSettings settings,
            Receivers receivers,
            JdbcClient jdbc,
            Clients clients,
            Calendar calendar,
            Owed owed,
            Clock clock) {
        this.settings = settings;
        this.receivers = receivers;
        this.jdbc = jdbc;
        this.clients = clients;
        this.calendar = calendar;
        this.owed = owed;
        this.clock = clock;
    }

    /** A day may be good now. */
    void runEnded() {
        lookedAtDay = Instant.MIN;
    }

    /** Those that are due. */
    void send() {
        Set<String> wanted = settings.ping().urls().keySet();
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, String> subjects = new HashMap<>();
        jdbc.sql(SqlFile.read("alerts/list-pings"))
                .query((RowCallbackHandler) row -> subjects.put(row.getString("what"), row.getString("subject")));
        if (wanted.contains("day")) {
            goodDay().ifPresent(day -> subjects.put("day", day.toString()));
        }
        subjects.forEach((what, subject) -> {
            if (wanted.contains(what) && take(what, subject)) {
                receivers.ping(what).ifPresent(why -> {
                    LOG.warn("the ping for {} {} was not answered, and is sent again: {}", what, subject, why);
                    jdbc.sql(SqlFile.read("alerts/give-ping-back"))
                            .param("what", what)
                            .param("subject", subject)
                            .update();
                });
            }
        });
    }

    private boolean take(String what, String subject) {
        return jdbc.sql(SqlFile.read("alerts/take-ping"))
                .param("what", what)
                .param("subject", subject)
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** The last day that has ended for all clients, if all of it is there and loaded. */
    private Optional<LocalDate> goodDay() {
        Instant now = clock.instant();
        Optional<LocalDate> day =
                clients.all().stream().map(calendar::yesterday).min(LocalDate::compareTo);
        if (day.isEmpty() || wasSent(day.get()) || wasLookedAt(now)) {
            return Optional.empty();
        }
        lookedAtDay = now;
        return clients.refused().isEmpty() && clients.all().stream().allMatch(client -> isGood(client, day.get()))
                ? day
                : Optional.empty();
    }

    /** A clock that was set back since says nothing of how long ago it was. */
    private boolean wasLookedAt(Instant now) {
        return !lookedAtDay.isAfter(now) && lookedAtDay.isAfter(now.minus(BETWEEN_DAYS));
    }

    private boolean isGood(Client client, LocalDate day) {
        return MissingSecrets.message(client) == null
                && !owed.of(client, Job.Option.OWED).lacks(day);
    }

    private boolean wasSent(LocalDate day) {
        return jdbc.sql(SqlFile.read("alerts/read-ping"))
                .param("what", "day")
                .query(String.class)
                .optional()
                .filter(sent -> sent.compareTo(day.toString()) >= 0)
                .isPresent();
    }
}
