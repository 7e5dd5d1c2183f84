package io.catwing.service;

import io.catwing.postgres.SqlFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long ago a run, a backup and a drill last went well, for Prometheus. Read from the database when it asks. */
@Component
@ConditionalOnWebApplication
class AgeMetrics implements MeterBinder {
    private final JdbcClient jdbc;

    AgeMetrics(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
        try {
            Map<String, Object> ages =
                    jdbc.sql(SqlFile.read("service/read-ages")).query().singleRow();
            return ages.get(what) instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
        } catch (DataAccessException away) {
            // The health check of the database says why.
            return Double.NaN;
        }
    }
}
