package io.catwing.recover;

import io.catwing.backup.Backups;
import io.catwing.job.Calendar;
import io.catwing.job.Claims;
import io.catwing.job.Claims.Kind;
import io.catwing.job.RunId;
import io.catwing.job.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Whether a drill is due: its time has come since the last one, and there is a backup to try. */
@Component
public class DueDrill {
    private final Drills drills;
    private final Backups backups;
    private final RecoverSettings settings;
    private final Calendar calendar;
    private final Runs runs;
    private final Claims claims;
    private final Clock clock;

    DueDrill(
            Drills drills,
            Backups backups,
            RecoverSettings settings,
            Calendar calendar,
            Runs runs,
            Claims claims,
            Clock clock) {
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
        if (byHand == null && !due) {
            return null;
        }
        RunId run = RunId.next();
        return claims.take(Kind.DRILL, run) ? run : null;
    }
}
