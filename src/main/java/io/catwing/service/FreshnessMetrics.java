package io.catwing.service;

import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many finished business days the database lacks, for Prometheus: of the client farthest behind, and the number of
 * clients that are behind; of each client by {@code CATWING_METRICS_CLIENTS=true}, since a label a client is many series.
 */
@Component
@ConditionalOnWebApplication
class FreshnessMetrics implements MeterBinder {
    /** One scrape reads several of these, and nothing changes faster. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final Clients clients;
    private final Clock clock;
    private final boolean each;
    private MultiGauge perClient;
    private Instant readAt = Instant.MIN;
    private Map<String, OptionalLong> behind = Map.of();

    FreshnessMetrics(
            JdbcClient jdbc, Clients clients, Clock clock, @Value("${catwing.metrics.clients:false}") boolean each) {
        this.jdbc = jdbc;
        this.clients = clients;
        this.clock = clock;
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

    /** Days by client; empty where nothing of it is loaded. */
    private synchronized Map<String, OptionalLong> behind() {
        Instant now = clock.instant();
        if (readAt.plus(KEPT).isAfter(now)) {
            return behind;
        }
        Map<String, OptionalLong> read = new HashMap<>();
        Map<String, LocalDate> newest = newest();
        for (Client client : clients.all()) {
            LocalDate last = newest.get(client.id().value());
            read.put(
                    client.id().value(),
                    last == null
                            ? OptionalLong.empty()
                            : OptionalLong.of(Math.max(0, ChronoUnit.DAYS.between(last, client.yesterday(now)))));
        }
        behind = read;
        readAt = now;
        if (each) {
            perClient.register(
                    read.entrySet().stream()
                            .map(client -> MultiGauge.Row.of(
                                    Tags.of("client", client.getKey()),
                                    client.getValue().isPresent()
                                            ? client.getValue().getAsLong()
                                            : Double.NaN))
                            .toList(),
                    true);
        }
        return behind;
    }

    private Map<String, LocalDate> newest() {
        Map<String, LocalDate> newest = new HashMap<>();
        jdbc.sql(SqlFile.read("service/read-newest-days"))
                .param("clients", names(clients.all().stream().map(Client::id)))
                .param("entities", names(Stream.of(Entity.values())))
                .query((RowCallbackHandler) row -> newest.put(row.getString(1), row.getObject(2, LocalDate.class)));
        return newest;
    }

    private static String names(Stream<?> some) {
        return some.map(Object::toString).collect(Collectors.joining(","));
    }
}
