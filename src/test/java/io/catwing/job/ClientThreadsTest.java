package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientThreadsTest {
    private static final RunId TOLD = new RunId("20260224-031500-0001");
    private static final RunId OTHER = new RunId("20260224-031500-0002");

    private final ClientThreads threads = new ClientThreads(4, 4, Duration.ofHours(1));
    private final CountDownLatch begun = new CountDownLatch(3);
    private final CountDownLatch turn = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Future<Boolean> waits(RunId run) {
        return threads.submit(() -> {
            begun.countDown();
            threads.wait(run, turn::await);
            return Thread.currentThread().isInterrupted();
        });
    }

    @Test
    void who_waits_for_a_turn_is_interrupted_for_its_run_and_who_is_at_work_never() throws Exception {
        Future<Boolean> told = waits(TOLD);
        Future<Boolean> other = waits(OTHER);
        Future<Boolean> atWork = threads.submit(() -> {
            begun.countDown();
            turn.await();
            return Thread.currentThread().isInterrupted();
        });
        begun.await();

        await().until(() -> {
            threads.interrupt(TOLD::equals);
            return told.isDone();
        });
        turn.countDown();

        assertThatThrownBy(told::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(other.get()).isFalse();
        assertThat(atWork.get()).isFalse();
    }
}
