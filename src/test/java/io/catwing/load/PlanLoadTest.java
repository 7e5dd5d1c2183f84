package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawFile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanLoadTest {

    @Test
    void a_worker_has_an_entity_to_itself_while_there_are_enough_and_nothing_is_lost_or_loaded_twice() {
        LoadQueue queue = queue(List.of(List.of(batches(1, 3), batches(11, 13)), List.of(batches(21, 22))));
        LoadQueue.Place one = queue.new Place();
        LoadQueue.Place two = queue.new Place();

        assertThat(days(one, 1)).containsExactly(1);
        assertThat(days(two, 3)).containsExactly(11, 12, 13);
        assertThat(days(two, 1)).as("the next client").containsExactly(21);
        assertThat(days(one, 1)).containsExactly(2);
        assertThat(days(two, 9)).as("its own, then what the other has left").containsExactly(22, 3);
        assertThat(days(one, 1)).isEmpty();
    }

    @Test
    void workers_at_one_entity_keep_apart() {
        LoadQueue queue = queue(List.of(List.of(batches(1, 8))));
        LoadQueue.Place one = queue.new Place();
        LoadQueue.Place two = queue.new Place();

        assertThat(days(one, 2)).containsExactly(1, 2);
        assertThat(days(two, 2)).containsExactly(6, 7);
        assertThat(days(one, 9)).containsExactly(3, 4, 5, 8);
        assertThat(days(two, 1)).isEmpty();
    }

    @Test
    void a_client_is_planned_when_it_is_needed() {
        List<Integer> planned = new ArrayList<>();
        LoadQueue queue = new LoadQueue(IntStream.of(1, 2, 3)
                .peek(planned::add)
                .mapToObj(day -> List.of(batches(day, day)))
                .iterator());
        LoadQueue.Place one = queue.new Place();

        assertThat(days(one, 2)).containsExactly(1, 2);
        assertThat(planned).doesNotContain(3);
    }

    private static LoadQueue queue(List<List<List<LoadBatch>>> clients) {
        return new LoadQueue(clients.iterator());
    }

    private static List<LoadBatch> batches(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(PlanLoadTest::batch).toList();
    }

    private static List<Integer> days(LoadQueue.Place worker, int most) {
        List<Integer> days = new ArrayList<>();
        LoadBatch batch = worker.poll();
        while (batch != null) {
            days.add(day(batch));
            batch = days.size() < most ? worker.poll() : null;
        }
        return days;
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
