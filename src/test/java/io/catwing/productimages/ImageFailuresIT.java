package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.support.FaultyS3;
import io.catwing.support.HostileText;
import io.catwing.support.Servers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

class ImageFailuresIT {
    private static final ClientId CLIENT = new ClientId("CW-000200");

    @Test
    void two_processes_that_write_the_failures_of_one_client_down_do_not_meet() {
        DataSource database = Servers.database().dataSource();
        List<ImageCounters.Failed> failed = IntStream.range(0, 50)
                .mapToObj(i -> new ImageCounters.Failed(
                        new ImageRequest("p" + i, "http://a/" + HostileText.of(i), false), HostileText.of(i)))
                .toList();

        CompletableFuture<?>[] processes = IntStream.range(0, 4)
                .mapToObj(process -> CompletableFuture.runAsync(() -> {
                    ImageFailures failures =
                            new ImageFailures(new JdbcTemplate(database), new DataSourceTransactionManager(database));
                    for (int i = 0; i < 10; i++) {
                        failures.replace(new RunId("r" + process), CLIENT, failed);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(processes).join();

        assertThat(new JdbcTemplate(database)
                        .queryForObject("select count(*) from ops.product_image_failure", Long.class))
                .isEqualTo(50);
    }

    @Test
    void an_image_server_is_not_given_up_for_a_bucket_that_is_away() throws Exception {
        try (ImagesFixture fixture = new ImagesFixture()) {
            fixture.through(new FaultyS3(fixture.bucket.s3()) {
                        @Override
                        protected void before(S3Request request) {
                            if (request instanceof HeadObjectRequest) {
                                throw answer(503, "SlowDown");
                            }
                        }
                    })
                    .start();
            IntStream.rangeClosed(1, 5).forEach(i -> fixture.product("X" + i, i + ".jpg"));

            StepResult result = fixture.fetch();

            assertThat(result.message()).startsWith("5 of 5 images failed\n  product X1: gave up after 3 attempts");
            assertThat(fixture.erp.getAllServeEvents()).isEmpty();
        }
    }
}
