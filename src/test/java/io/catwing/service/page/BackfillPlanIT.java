package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillPlanIT {
    private static final LocalDate YESTERDAY = LocalDate.of(2026, 2, 10);

    @TempDir
    Path folder;

    private final BackfillPlan plans = new BackfillPlan(
            Servers.bucket().rawFiles(), Clock.fixed(Instant.parse("2026-02-11T12:00:00Z"), ZoneOffset.UTC));
    private Client client;

    @BeforeEach
    void a_client_whose_snapshot_of_suppliers_names_no_day() throws IOException {
        Files.writeString(
                folder.resolve("CW-000100.yaml"),
                """
                client: CW-000100
                name: Test
                erp: {url: "https://erp.example.com", auth: {type: none}}
                entities:
                  suppliers:
                    snapshot: true
                    request: {path: /suppliers}
                    mapping: {supplier_id: /id, name: /name}
                """);
        client = ClientFiles.read(folder, name -> null).clients().get(0);
    }

    @Test
    void a_snapshot_that_names_no_day_is_asked_for_where_yesterday_was_asked_for_alone() {
        assertThat(plan(YESTERDAY, YESTERDAY.plusDays(5)).commands())
                .containsExactly(List.of(
                        "fetch",
                        "--client",
                        "CW-000100",
                        "--entity",
                        "suppliers",
                        "--from",
                        "2026-02-10",
                        "--to",
                        "2026-02-10"));

        BackfillPlan.Plan later = plan(YESTERDAY.plusDays(1), YESTERDAY.plusDays(5));

        assertThat(later.commands()).isEmpty();
        assertThat(later.asked()).isZero();
        assertThat(later.impossible()).isEqualTo(5);
    }

    private BackfillPlan.Plan plan(LocalDate from, LocalDate to) {
        return plans.of(List.of(client), List.of(Entity.SUPPLIERS), from, to);
    }
}
