package io.catwing.recover;

import io.catwing.client.Clients;
import io.catwing.failure.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Fails when the last good drill is missing or too long ago: a recovery that nobody tried is a hope. Camel finds it. */
@Component
public class DrillHealth extends Health {
    private final Drills drills;
    private final RecoverSettings settings;
    private final Clients clients;
    private final Clock clock;

    @Autowired
    public DrillHealth(Drills drills, RecoverSettings settings, Clients clients) {
        this(drills, settings, clients, Clock.systemUTC());
    }

    DrillHealth(Drills drills, RecoverSettings settings, Clients clients, Clock clock) {
        super("drill", "the last drill cannot be read");
        this.drills = drills;
        this.settings = settings;
        this.clients = clients;
        this.clock = clock;
    }

    /** What is wrong with the drills, in words with a HINT; empty when all is well. */
    @Override
    public Optional<String> problem() {
        Optional<Drills.Kept> good = drills.lastGood(clock.instant());
        if (good.isEmpty()) {
            return Optional.of("there was no good recovery drill yet" + orWhy("\nHINT: run ./catwing drill"));
        }
        Duration age = Duration.between(good.get().endedAt(), clock.instant());
        return age.compareTo(settings.oldestDrill()) <= 0
                ? Optional.empty()
                : Optional.of("the last good recovery drill was " + age.toDays() + " days ago, more than "
                        + settings.oldestDrill().toDays() + orWhy("\nHINT: run ./catwing drill, and see what it says"));
    }

    /** One that is tried now would be refused. The check client-files says which file it is. */
    private String orWhy(String hint) {
        return clients.refused().isEmpty()
                ? hint
                : "; none is made while a client's file is wrong\nHINT: correct it; ./catwing check tells of each problem";
    }
}
