package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.local.demo.DemoErp;
import io.catwing.local.demo.DemoOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo's two ERPs serve the images that their products name, and misbehave while they do. */
class DemoImagesIT {
    private static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    @Test
    void the_demos_images_come_whatever_its_erps_do_and_three_of_each_are_none() throws Exception {
        DemoOptions options = DemoOptions.of(LocalDate.of(2026, 2, 11), 1)
                .withFaultRate(0.2)
                .withPauses(Duration.ZERO, Duration.ofMillis(1));
        try (DemoErp erp = DemoErp.start(options);
                ImagesFixture fixture = new ImagesFixture()) {
            List<Client> clients =
                    ClientFiles.read(Path.of("clients"), erp.environment()::get).clients();
            fixture.start(clients);
            for (ClientId client : CLIENTS) {
                for (int product = 1; product <= 40; product++) {
                    fixture.product(client, String.format("P%02d", product), "images/" + product + ".jpg");
                }
            }

            List<StepResult> results = fixture.run("direct:product-images", CLIENTS, false);

            assertThat(results)
                    .extracting(StepResult::subject, StepResult::records, StepResult::rejected)
                    .containsExactly(
                            tuple("fetch", 37L, 3L),
                            tuple("fetch", 37L, 3L),
                            tuple("load", 37L, 0L),
                            tuple("load", 37L, 0L));
            assertThat(fixture.failures()).containsOnlyKeys("P21", "P22", "P23");
            assertThat(fixture.failures().get("P21")).startsWith("it is an SVG, not a JPEG, PNG or WebP");
            assertThat(fixture.failures().get("P22")).startsWith("it is a JPEG that ");
            assertThat(fixture.failures().get("P23")).contains("/images/23.jpg answered 404");
            assertThat(fixture.jdbc.queryForList(
                            "select width, height, count(*) from general.product_image group by 1, 2"))
                    .containsExactly(Map.of("width", 96, "height", 96, "count", 74L));

            assertThat(fixture.run("direct:product-images", CLIENTS, false))
                    .extracting(StepResult::outcome, StepResult::records)
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
