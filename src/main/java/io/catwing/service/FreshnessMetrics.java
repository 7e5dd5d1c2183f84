package io.catwing.service;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Freshness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
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
    private final Supplier<Optional<SortedMap<ClientId, OptionalLong>>> behind;
    private volatile MultiGauge perClient;

    FreshnessMetrics(
            Freshness freshness,
            Clients clients,
            @Value("${catwing.metrics.clients:false}") boolean each,
            DatabaseReadings readings) {
        this.freshness = freshness;
        this.clients = clients;
        this.each = each;
        behind = readings.of("how far behind clients are", this::read);
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
                .description("clients whose last finished business day is not in the database; NaN while it is away")
                .register(registry);
        Gauge.builder("catwing.behind.days", this::mostBehind)
                .description("finished business days that the client farthest behind lacks; NaN before the first file")
                .register(registry);
    }

    private SortedMap<ClientId, OptionalLong> read() {
        SortedMap<ClientId, OptionalLong> read = freshness.daysBehind();
        if (perClient != null) {
            perClient.register(read.keySet().stream()
                    .<MultiGauge.Row<?>>map(
                            client -> MultiGauge.Row.of(Tags.of("client", client.value()), client, this::behind))
                    .toList());
        }
        return read;
    }

    private double behind(ClientId client) {
        OptionalLong days = behind.get().map(all -> all.get(client)).orElse(OptionalLong.empty());
        return days.isPresent() ? days.getAsLong() : Double.NaN;
    }

    private double clientsBehind() {
        return behind.get()
                .map(all -> (double)
                        all.values().stream().filter(days -> days.orElse(1) > 0).count())
                .orElse(Double.NaN);
    }

    private double mostBehind() {
        return behind.get().stream()
                .flatMap(all -> all.values().stream())
                .flatMapToLong(OptionalLong::stream)
                .asDoubleStream()
                .max()
                .orElse(Double.NaN);
    }
}
