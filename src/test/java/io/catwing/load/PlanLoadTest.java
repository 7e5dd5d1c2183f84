package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawFile;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanLoadTest {

    @Test
    void neighbours_are_kept_apart_and_nothing_is_lost() {
        List<LoadBatch> batches =
                IntStream.range(1, 8).mapToObj(PlanLoadTest::batch).toList();

        assertThat(PlanLoad.arrange(List.of(batches), 2).stream().map(PlanLoadTest::day))
                .containsExactly(1, 5, 2, 6, 3, 7, 4);
        assertThat(PlanLoad.arrange(List.of(batches), 1)).isEqualTo(batches);
        assertThat(PlanLoad.arrange(List.of(batches), 8)).isEqualTo(batches);
        assertThat(PlanLoad.arrange(List.of(List.of()), 2)).isEmpty();
    }

    private static int day(LoadBatch batch) {
        return batch.files().get(0).key().date().getDayOfMonth();
    }

    private static LoadBatch batch(int day) {
        RawFile file = new RawFile(
                LoadFixture.key(
                        io.catwing.client.Entity.PRODUCTS,
                        LocalDate.of(2026, 2, day).toString()),
                "e",
                1);
        return new LoadBatch(null, null, null, List.of(file));
    }
}
