package io.catwing.service.page;

import io.catwing.failure.RepeatedTask;
import io.catwing.recover.Recoveries;
import io.catwing.recover.Recovery;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Tells open pages that a recovery under way is at another step. */
@Component
@ConditionalOnWebApplication
class RecoveryWatch {
    private final Recoveries recoveries;
    private final Updates updates;
    private Optional<Recovery.UnderWay> last = Optional.empty();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "recovery-watch");
        thread.setDaemon(true);
        return thread;
    });

    RecoveryWatch(Recoveries recoveries, Updates updates) {
        this.recoveries = recoveries;
        this.updates = updates;
        watch.scheduleWithFixedDelay(
                new RepeatedTask("open pages could not be told of the recovery under way", this::look),
                1,
                1,
                TimeUnit.SECONDS);
    }

    private void look() {
        Optional<Recovery.UnderWay> now = recoveries.underWay();
        if (!now.equals(last)) {
            last = now;
            updates.changed("recovery");
        }
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }
}
