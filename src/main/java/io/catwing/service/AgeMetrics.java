package io.catwing.service;

import io.catwing.postgres.SqlFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long ago a run, a backup and a drill last went well, for Prometheus. */
@Component
@ConditionalOnWebApplication
class AgeMetrics implements MeterBinder {
    private final Supplier<Optional<Map<String, Object>>> ages;

    AgeMetrics(JdbcClient jdbc, DatabaseReadings readings) {
        ages = readings.of(
                "the ages of the last run, backup and drill",
                () -> jdbc.sql(SqlFile.read("service/read-ages")).query().singleRow());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String what : new String[] {"run", "backup", "drill"}) {
            Gauge.builder("catwing." + what + ".age", () -> age(what))
                    .baseUnit("seconds")
                    .description(
                            "since the last " + what + " that went well; NaN where there was none, or nobody can say")
                    .register(registry);
        }
    }

    private double age(String what) {
        return ages.get().map(all -> all.get(what)).orElse(null) instanceof Number seconds
                ? seconds.doubleValue()
                : Double.NaN;
    }
}
