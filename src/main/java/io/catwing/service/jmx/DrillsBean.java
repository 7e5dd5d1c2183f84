package io.catwing.service.jmx;

import io.catwing.recover.DrillHealth;
import io.catwing.recover.RecoveryHistory;
import io.catwing.recover.RecoveryHistory.Drilled;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The recovery drills in JMX. */
@Component
@ConditionalOnWebApplication
@ManagedResource(objectName = "io.catwing:type=Drills", description = "Recoveries that were made to be compared")
public class DrillsBean {
    private static final int MOST = 500;

    private final RecoveryHistory history;
    private final DrillHealth health;

    DrillsBean(RecoveryHistory history, DrillHealth health) {
        this.history = history;
        this.health = health;
    }

    private Optional<Drilled> last() {
        return history.drills(1, 0).stream().findFirst();
    }

    @ManagedAttribute(
            description = "1 where the last drill was good, 0 where it was not, -1 where there was none",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public int getLastGood() {
        return last().map(drill -> drill.good() ? 1 : 0).orElse(-1);
    }

    @ManagedAttribute(
            description = "Seconds that the last drill took to bring the database back; -1 where there was none",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public double getRtoSeconds() {
        return last().map(Drilled::rtoSeconds).orElse(-1.0);
    }

    @ManagedAttribute(
            description =
                    "Age in seconds of the oldest raw file that the last drill could not bring back; -1 where there was none",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public double getRpoSeconds() {
        return last().map(Drilled::rpoSeconds).orElse(-1.0);
    }

    @ManagedAttribute(
            description = "What is wrong with the drills, and the next step; empty where nothing is",
            currencyTimeLimit = JmxConfiguration.FRESH)
    public String getProblem() {
        return health.problem().orElse("");
    }

    @ManagedOperation(description = "The drills, the newest first: when, what kind, whether it was good, seconds")
    @ManagedOperationParameter(name = "rows", description = "1 to 500")
    public List<String> newest(int rows) {
        return history.drills(Math.max(1, Math.min(rows, MOST)), 0).stream()
                .map(drill -> drill.endedAt() + " " + drill.kind() + " " + (drill.good() ? "good" : "not good")
                        + ", RTO " + drill.rtoSeconds() + " s, RPO " + drill.rpoSeconds() + " s")
                .toList();
    }
}
