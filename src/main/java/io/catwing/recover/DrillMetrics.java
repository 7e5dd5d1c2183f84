package io.catwing.recover;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.service.ServiceSupport;
import org.springframework.stereotype.Component;

/** The last drill as numbers, for JMX, among Camel's services: -1 where there was none. */
@Component
@ManagedResource(description = "The last recovery drill")
public class DrillMetrics extends ServiceSupport implements CamelContextConfiguration {
    private static final double NONE = -1;

    private final Drills drills;

    public DrillMetrics(Drills drills) {
        this.drills = drills;
    }

    @ManagedAttribute(description = "1 where the last drill was good, 0 where it was not")
    public double getLastGood() {
        return drills.last().map(drill -> drill.good() ? 1.0 : 0.0).orElse(NONE);
    }

    @ManagedAttribute(description = "Seconds that the last good drill took to bring the database back")
    public double getRtoSeconds() {
        return seconds(drills.lastGood().map(Drills.Kept::rto));
    }

    @ManagedAttribute(description = "Age in seconds of the oldest raw file that the last drill could not bring back")
    public double getRpoSeconds() {
        return seconds(drills.last().map(Drills.Kept::rpo));
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(d -> d.toMillis() / 1000.0).orElse(NONE);
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        try {
            camel.addService(this);
        } catch (Exception notRegistered) {
            throw new IllegalStateException("the drill's numbers cannot be shown in JMX", notRegistered);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Nothing is to be done then.
    }
}
