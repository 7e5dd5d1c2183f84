package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.demo.DemoErp;
import io.catwing.demo.DemoOptions;
import io.catwing.run.StepOutcome;
import io.catwing.run.StepOutcome.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo's two ERPs serve the pictures that their products name, and misbehave while they do. */
class DemoPicturesIT {
    private static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    @Test
    void the_demos_pictures_come_whatever_its_erps_do_and_three_of_each_are_none() throws Exception {
        DemoOptions options = DemoOptions.of(LocalDate.of(2026, 2, 11), 1)
                .withFaultRate(0.2)
                .withPauses(Duration.ZERO, Duration.ofMillis(1));
        try (DemoErp erp = DemoErp.start(options);
                PicturesHouse house = new PicturesHouse()) {
            List<Client> clients =
                    ClientFiles.read(Path.of("clients"), erp.environment()::get).clients();
            house.start(clients);
            for (ClientId client : CLIENTS) {
                for (int product = 1; product <= 40; product++) {
                    house.product(client, String.format("P%02d", product), "pictures/" + product + ".jpg");
                }
            }

            List<StepOutcome> outcomes = house.run("direct:product-images", CLIENTS, false);

            assertThat(outcomes)
                    .extracting(StepOutcome::subject, StepOutcome::records, StepOutcome::rejected)
                    .containsExactly(
                            tuple("fetch", 37L, 3L),
                            tuple("fetch", 37L, 3L),
                            tuple("load", 37L, 0L),
                            tuple("load", 37L, 0L));
            assertThat(house.failures()).containsOnlyKeys("P21", "P22", "P23");
            assertThat(house.failures().get("P21")).startsWith("it is an SVG, not a JPEG, PNG or WebP");
            assertThat(house.failures().get("P22")).startsWith("it is a JPEG that ");
            assertThat(house.failures().get("P23")).contains("/pictures/23.jpg answered 404");
            assertThat(house.jdbc.queryForList(
                            "select width, height, count(*) from general.product_image group by 1, 2"))
                    .containsExactly(Map.of("width", 96, "height", 96, "count", 74L));

            assertThat(house.run("direct:product-images", CLIENTS, false))
                    .extracting(StepOutcome::outcome, StepOutcome::records)
                    .containsExactly(
                            tuple(Outcome.DONE, 0L),
                            tuple(Outcome.DONE, 0L),
                            tuple(Outcome.ALREADY_THERE, 0L),
                            tuple(Outcome.ALREADY_THERE, 0L));
            // Some of the 74 came on a slow answer or had to be asked for again, which is counted as that.
            assertThat(erp.statistics().get("304")).isGreaterThan(50);
        }
    }
}
