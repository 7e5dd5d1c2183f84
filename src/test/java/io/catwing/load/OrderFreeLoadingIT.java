package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invariant 4: files loaded in any order, any number at a time and more than once give what they give in order once.
 * The histories are random, with few keys, so that nearly every file meets the others; a seed that fails can be run again.
 */
class OrderFreeLoadingIT {
    private static final LocalDate FIRST = RandomHistory.FIRST;
    private static final int DAYS = RandomHistory.DAYS;

    private final Servers.Bucket bucket = Servers.bucket();

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void any_order_and_any_number_at_a_time_give_what_one_by_one_gives(long seed) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.put(bucket, random);
        SortedMap<String, Digest> inOrderOnce;
        try (LoadFixture fixture = fixture(1, 1 << 20)) {
            for (int day = 0; day < DAYS; day++) {
                load(fixture, FIRST.plusDays(day), FIRST.plusDays(day), 1);
            }
            inOrderOnce = fixture.digests();
            assertThat(fixture.rows(
                            "select sales_order_id, line_id, quantity, source_date from general.sales_order_line"
                                    + " order by sales_order_id collate \"C\", line_id collate \"C\""))
                    .containsExactlyElementsOf(history.expectedLines());
        }
        for (int round = 0; round < 3; round++) {
            try (LoadFixture fixture = fixture(1 + random.nextInt(4), 1 << 4 + random.nextInt(12))) {
                int parallel = 1 + random.nextInt(8);
                if (random.nextBoolean()) {
                    List<LocalDate> dates = new ArrayList<>(
                            FIRST.datesUntil(FIRST.plusDays(DAYS)).toList());
                    Collections.shuffle(dates, random);
                    dates.forEach(date -> load(fixture, date, date, parallel));
                } else {
                    assertThat(fixture.load(null, null, false, random.nextBoolean(), parallel))
                            .extracting(StepResult::outcome)
                            .containsOnly(Outcome.DONE);
                }
                assertThat(fixture.digests())
                        .as("seed %d, round %d, once", seed, round)
                        .isEqualTo(inOrderOnce);

                LocalDate middle = FIRST.plusDays(random.nextInt(DAYS));
                CompletableFuture<Void> another =
                        CompletableFuture.runAsync(() -> load(fixture, middle, null, 1 + random.nextInt(4)));
                load(fixture, null, null, parallel);
                another.join();
                assertThat(fixture.digests())
                        .as("seed %d, round %d, again", seed, round)
                        .isEqualTo(inOrderOnce);
            }
        }
    }

    private LoadFixture fixture(int files, int chunkBytes) {
        return new LoadFixture(
                bucket.rawFiles(),
                new LoadSettings(1, files, 1 << 20, chunkBytes, 1 << 26, 1000, 1000, 8, 1 << 16),
                RandomHistory.SPECS);
    }

    private static void load(LoadFixture fixture, LocalDate from, LocalDate to, int parallel) {
        assertThat(fixture.load(from, to, true, parallel))
                .as("results")
                .isNotEmpty()
                .extracting(StepResult::outcome)
                .containsOnly(Outcome.DONE);
    }
}
