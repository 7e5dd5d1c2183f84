package io.catwing.service;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheck;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** The pipeline's health checks, each by its name, with a message that says what is wrong and the next step. */
@Component("catwing")
@ConditionalOnWebApplication
class HealthChecks implements CompositeHealthContributor {
    private final Map<String, HealthContributor> checks = new TreeMap<>();

    @Autowired
    HealthChecks(List<HealthCheck> all) {
        this(all, System::nanoTime);
    }

    HealthChecks(List<HealthCheck> all, LongSupplier nanos) {
        all.forEach(check -> checks.put(
                check.getId(),
                check instanceof io.catwing.failure.Health ours && !ours.asksServers()
                        ? (HealthIndicator) () -> health(check)
                        : new KeptHealth(() -> health(check), nanos)));
    }

    private static Health health(HealthCheck check) {
        HealthCheck.Result result = check.call();
        Health.Builder health = result.getState() == HealthCheck.State.UP ? Health.up() : Health.down();
        result.getMessage().ifPresent(message -> health.withDetail("message", message));
        return health.build();
    }

    @Override
    public HealthContributor getContributor(String name) {
        return checks.get(name);
    }

    @Override
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return checks.entrySet().stream()
                .map(check -> NamedContributor.of(check.getKey(), check.getValue()))
                .iterator();
    }
}
