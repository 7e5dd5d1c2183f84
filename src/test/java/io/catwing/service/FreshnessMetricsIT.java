package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.client.ClientFiles;
import io.catwing.client.Clients;
import io.catwing.job.Freshness;
import io.catwing.job.FreshnessHealth;
import io.catwing.support.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class FreshnessMetricsIT {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-02-25T12:00:00Z"), ZoneOffset.UTC);

    private final Servers.Database database = Servers.database();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final Clients clients =
            new Clients(ClientFiles.read(Path.of("clients"), variable -> null).clients());

    private final DatabaseReadings readings = new DatabaseReadings(Duration.ofMillis(10), System::nanoTime);

    @AfterEach
    void stop() {
        readings.stop();
    }

    private void loaded(String client, String entity, String date) {
        jdbc.sql("insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version,"
                        + " rows_loaded, rows_rejected, run_id) values (?, ?, ?, ?::date, '', '', '', 0, 0, '')")
                .params(List.of("raw-data/" + client + "/" + date + "/" + entity + ".json", client, entity, date))
                .update();
    }

    private SimpleMeterRegistry metrics(boolean each) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new FreshnessMetrics(new Freshness(jdbc, clients, NOON), clients, each, readings).bindTo(registry);
        await().until(() -> !Double.isNaN(value(registry, "catwing.clients.behind")));
        return registry;
    }

    private static double value(SimpleMeterRegistry registry, String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void days_are_those_after_the_newest_that_any_entity_has_in_the_database() {
        SimpleMeterRegistry before = metrics(false);
        assertThat(value(before, "catwing.clients")).isEqualTo(2);
        assertThat(value(before, "catwing.clients.behind")).isEqualTo(2);
        assertThat(value(before, "catwing.behind.days")).isNaN();

        loaded("CW-000151", "products", "2026-02-20");
        loaded("CW-000151", "sales_orders", "2026-02-21");
        loaded("CW-000200", "products", "2026-02-24");
        SimpleMeterRegistry after = metrics(false);

        assertThat(value(after, "catwing.clients.behind")).isEqualTo(1);
        assertThat(value(after, "catwing.behind.days")).isEqualTo(3);
        assertThat(after.getMeters()).noneMatch(meter -> meter.getId().getTag("client") != null);
    }

    @Test
    void each_client_has_its_own_where_that_is_switched_on() {
        loaded("CW-000200", "products", "2026-02-22");
        SimpleMeterRegistry registry = metrics(true);

        await().untilAsserted(() -> assertThat(registry.find("catwing.client.behind.days").gauges().stream()
                        .map(gauge -> gauge.getId().getTag("client") + " " + gauge.value()))
                .containsExactlyInAnyOrder("CW-000151 NaN", "CW-000200 2.0"));
    }

    @Test
    void a_client_that_is_too_far_behind_fails_the_health_check_and_is_named() {
        loaded("CW-000151", "products", "2026-02-21");
        loaded("CW-000200", "products", "2026-02-20");
        Freshness freshness = new Freshness(jdbc, clients, NOON);

        assertThat(new FreshnessHealth(freshness, 4).problem()).isEmpty();
        assertThat(new FreshnessHealth(freshness, 3).problem())
                .contains(
                        "clients are behind: CW-000200 by 4 days\nHINT: ./catwing status says what failed or is missing");
        assertThat(new FreshnessHealth(freshness, 2).problem().orElseThrow())
                .startsWith("clients are behind: CW-000151 by 3 days, CW-000200 by 4 days\n");
    }

    @Test
    void no_clients_are_not_a_database_that_is_away() {
        Clients none = new Clients(List.of());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new FreshnessMetrics(new Freshness(jdbc, none, NOON), none, false, readings).bindTo(registry);

        await().untilAsserted(() ->
                assertThat(value(registry, "catwing.clients.behind")).isZero());
    }
}
