package io.catwing.service;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Freshness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How many finished business days the database lacks, for Prometheus: of the client farthest behind, and the number of
 * clients that are behind; of each client by {@code CATWING_METRICS_CLIENTS=true}, since a label a client is many series.
 */
@Component
@ConditionalOnWebApplication
class FreshnessMetrics implements MeterBinder {
    private final Freshness freshness;
    private final Clients clients;
    private final boolean each;
    private MultiGauge perClient;

    FreshnessMetrics(Freshness freshness, Clients clients, @Value("${catwing.metrics.clients:false}") boolean each) {
        this.freshness = freshness;
        this.clients = clients;
        this.each = each;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (each) {
            perClient = MultiGauge.builder("catwing.client.behind.days")
                    .description("finished business days of a client after the newest one in the database")
                    .register(registry);
        }
        Gauge.builder("catwing.clients", () -> clients.all().size())
                .description("clients whose files are valid")
                .register(registry);
        Gauge.builder("catwing.clients.behind", this::clientsBehind)
                .description("clients whose last finished business day is not in the database")
                .register(registry);
        Gauge.builder("catwing.behind.days", this::mostBehind)
                .description("finished business days that the client farthest behind lacks; NaN before the first file")
                .register(registry);
    }

    private double clientsBehind() {
        try {
            return behind().values().stream().filter(days -> days.orElse(1) > 0).count();
        } catch (DataAccessException away) {
            // The health check of the database says why.
            return Double.NaN;
        }
    }

    private double mostBehind() {
        try {
            return behind().values().stream()
                    .flatMapToLong(OptionalLong::stream)
                    .asDoubleStream()
                    .max()
                    .orElse(Double.NaN);
        } catch (DataAccessException away) {
            return Double.NaN;
        }
    }

    private Map<ClientId, OptionalLong> behind() {
        Map<ClientId, OptionalLong> behind = freshness.daysBehind();
        if (each) {
            perClient.register(
                    behind.entrySet().stream()
                            .map(client -> MultiGauge.Row.of(
                                    Tags.of("client", client.getKey().value()),
                                    client.getValue().isPresent()
                                            ? client.getValue().getAsLong()
                                            : Double.NaN))
                            .toList(),
                    true);
        }
        return behind;
    }
}
