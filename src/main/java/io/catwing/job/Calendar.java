package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.springframework.stereotype.Component;

/** Which business days of a client have ended, in its own time zone, and which of them the daily timer has called for. */
@Component
public class Calendar {
    /** Variable that is true where an operator fired a timer: then its work is due, whatever the calendar says. */
    public static final String BY_HAND = "byHand";

    /** Failures after which the pause has grown to its longest; keeps the shift in range. */
    private static final int MANY = 30;

    private final Clients clients;
    private final DailySettings settings;
    private final Clock clock;

    Calendar(Clients clients, DailySettings settings, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.clock = clock;
    }

    /** The business day of the client that ended last. */
    public LocalDate yesterday(Client client) {
        return client.yesterday(clock);
    }

    /** Whether the daily timer has fired since that day ended: before, an ERP may still be closing it. */
    boolean isDue(Client client, Instant at) {
        Instant ended =
                client.yesterday(at).plusDays(1).atStartOfDay(client.timeZone()).toInstant();
        return isDue(settings.cron(), settings.timeZone(), ended, at);
    }

    /** Whether the cron's time has come since then. */
    public boolean hasCome(String cron, ZoneId zone, Instant since) {
        return isDue(cron, zone, since, clock.instant());
    }

    /** Whether what has failed so often, and last then, may be tried again. */
    public boolean mayTryAgain(int failures, Instant last) {
        return failures == 0 || !clock.instant().isBefore(last.plus(pause(failures)));
    }

    /** It doubles with each failure. */
    Duration pause(int failures) {
        Duration pause = settings.pause().multipliedBy(1L << Math.min(failures - 1, MANY));
        return pause.compareTo(settings.longestPause()) < 0 ? pause : settings.longestPause();
    }

    /** When the timer for owed work is to have fired twice since then; a day later where it fires no more. */
    Instant againTwice(Instant since) {
        return twice(settings.againCron(), settings.timeZone(), since);
    }

    static Instant twice(String text, ZoneId zone, Instant since) {
        CronExpression cron = parse(text);
        cron.setTimeZone(TimeZone.getTimeZone(zone));
        Date next = cron.getNextValidTimeAfter(Date.from(since));
        Date second = next == null ? null : cron.getNextValidTimeAfter(next);
        return second == null ? since.plus(Duration.ofDays(1)) : second.toInstant();
    }

    /**
     * Whether the cron's time has come since then, by the clock on the wall. Quartz fires not at all on a day whose clock change skips
     * that time; the wall has passed it all the same.
     */
    static boolean isDue(String cron, ZoneId zone, Instant ended, Instant now) {
        // From the day's last moment: its midnight may be what the clock change skips.
        Date next = parse(cron).getNextValidTimeAfter(Date.from(wall(ended.minusMillis(1), zone)));
        return next != null && !next.toInstant().isAfter(wall(now, zone));
    }

    /** What the wall shows, as if there were no clock changes. */
    private static Instant wall(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone).toInstant(ZoneOffset.UTC);
    }

    /**
     * @param setting that the cron comes from
     * @throws AbortingFailure where it is none: nothing would ever be due
     */
    public static void check(String setting, String cron) {
        parse(setting + " '" + cron + "'", cron);
    }

    private static CronExpression parse(String text) {
        return parse("'" + text + "'", text);
    }

    private static CronExpression parse(String called, String text) {
        try {
            CronExpression cron = new CronExpression(text);
            cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return cron;
        } catch (ParseException wrong) {
            throw new AbortingFailure(
                    called + " is no Quartz cron expression: " + wrong.getMessage(),
                    "it looks like '0 15 3 * * ?': seconds, minutes, hours, day, month, weekday",
                    wrong);
        }
    }

    /**
     * A day that has not ended would be stored as it is now, for ever.
     *
     * @throws AbortingFailure where the order asks for such a day of one of its clients, and does not say that it means it
     */
    void refuseUnfinished(Job job) {
        // With a first day alone, the last one is each client's yesterday.
        LocalDate last = job.to() != null ? job.to() : job.from();
        if (last == null || job.has(Job.Option.ACCEPT_UNFINISHED)) {
            return;
        }
        for (ClientId id : job.clients()) {
            Client client = clients.get(id);
            if (last.isAfter(yesterday(client))) {
                throw new AbortingFailure(
                        last + " has not ended for client " + id + ", whose time zone is " + client.timeZone()
                                + ": the last day that has ended there is " + yesterday(client),
                        "fetch it when it has ended; --accept-unfinished stores it as it is now, and a stored file is"
                                + " never fetched again");
            }
        }
    }
}
