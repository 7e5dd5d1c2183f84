package io.catwing.service;

import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.jdbc.DataSourceHealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Spring Boot's check {@code db}, of which one call serves all who ask: each would take a connection that runs need. */
@Component("dbHealthContributor")
@ConditionalOnWebApplication
class DatabaseHealth implements HealthIndicator {
    private final HealthIndicator kept;

    DatabaseHealth(DataSource database) {
        kept = new KeptHealth(new DataSourceHealthIndicator(database)::health, System::nanoTime);
    }

    @Override
    public Health health() {
        return kept.health();
    }
}
