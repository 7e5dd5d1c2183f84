package io.catwing.daily;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.daily.DailyOrder.Reach;
import io.catwing.failure.AbortingFailure;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.springframework.stereotype.Component;

/** Which business days of a client have ended, in its own time zone, and which of them the daily timer has called for. */
@Component
public class Calendar {
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
        return LocalDate.ofInstant(clock.instant(), client.timeZone()).minusDays(1);
    }

    /** Whether the daily timer has fired since that day ended: before, an ERP may still be closing it. */
    boolean isDue(Client client) {
        Instant ended =
                yesterday(client).plusDays(1).atStartOfDay(client.timeZone()).toInstant();
        Date firing = cron().getNextValidTimeAfter(Date.from(ended.minusMillis(1)));
        return firing != null && !firing.toInstant().isAfter(clock.instant());
    }

    private CronExpression cron() {
        try {
            CronExpression cron = new CronExpression(settings.cron());
            cron.setTimeZone(TimeZone.getTimeZone(settings.timeZone()));
            return cron;
        } catch (ParseException wrong) {
            throw new AbortingFailure(
                    "CATWING_DAILY_CRON is no Quartz cron expression: " + wrong.getMessage(),
                    "it looks like '0 15 3 * * ?': seconds, minutes, hours, day, month, weekday",
                    wrong);
        }
    }

    /**
     * A day that has not ended would be stored as it is now, for ever.
     *
     * @throws AbortingFailure where the order asks for such a day of one of its clients, and does not say that it means it
     */
    void refuseUnfinished(DailyOrder order) {
        // With a first day alone, the last one is each client's yesterday.
        LocalDate last = order.to() != null ? order.to() : order.from();
        if (order.reach() != Reach.ASKED || last == null) {
            return;
        }
        for (ClientId id : order.clients()) {
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
