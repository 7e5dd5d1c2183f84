package io.catwing.recover;

import io.catwing.backup.Backups;
import io.catwing.client.Clients;
import io.catwing.job.Calendar;
import io.catwing.job.Claims;
import io.catwing.job.Claims.Kind;
import io.catwing.job.RefusedClientFiles;
import io.catwing.job.RunId;
import io.catwing.job.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether a drill is due: its time has come since the last one, and there is a backup to try. One that is due waits while a
 * client's file is wrong.
 */
@Component
public class DueDrill {
    private static final Logger LOG = LoggerFactory.getLogger(DueDrill.class);

    private final Drills drills;
    private final Backups backups;
    private final RecoverSettings settings;
    private final Calendar calendar;
    private final Runs runs;
    private final Claims claims;
    private final Clock clock;
    private final Clients clients;

    /** Why one that is due waits; empty where none does. */
    private final AtomicReference<Optional<String>> told = new AtomicReference<>(Optional.empty());

    DueDrill(
            Drills drills,
            Backups backups,
            RecoverSettings settings,
            Calendar calendar,
            Runs runs,
            Claims claims,
            Clock clock,
            Clients clients) {
        this.clients = clients;
        this.drills = drills;
        this.backups = backups;
        this.settings = settings;
        this.calendar = calendar;
        this.runs = runs;
        this.claims = claims;
        this.clock = clock;
    }

    /** Called when a service starts. @throws io.catwing.failure.AbortingFailure where no drill would ever be due */
    public void check() {
        Calendar.check("CATWING_RECOVER_DRILL_CRON", settings.drillCron());
    }

    /** Called by the route weekly-drill. @return the run that makes it; null if none is due, or another process makes it */
    public RunId begin(@Variable(Calendar.BY_HAND) Boolean byHand) {
        Optional<Instant> since =
                drills.last(clock.instant()).map(Drills.Kept::endedAt).or(runs::first);
        boolean due = since.isPresent()
                && calendar.hasCome(settings.drillCron(), settings.timeZone(), since.get())
                && backups.newest().isPresent();
        if (byHand == null && (!due || waits())) {
            return null;
        }
        RunId run = RunId.next();
        return claims.take(Kind.DRILL, run) ? run : null;
    }

    /** It would be refused at its beginning, at each firing of the timer until the file is right. Said once. */
    private boolean waits() {
        Optional<String> why = RefusedClientFiles.problem(clients);
        if (!told.getAndSet(why).equals(why)) {
            why.ifPresent(problem -> LOG.warn("a recovery drill is due, and none is made while {}", problem));
        }
        return why.isPresent();
    }
}
