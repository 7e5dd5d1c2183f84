package io.catwing.job;

import static io.catwing.job.ManyClients.HONEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.bucket.RawKey;
import io.catwing.client.Entity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** Timers that stand still are seen by what they leave undone. The timer for owed work fires every two seconds here. */
class TimersIT {
    private static final String ROUTE = "fetch-owed";
    private static final Duration PERIODS = Duration.ofMinutes(1);

    /** Held by {@link Blocked}. */
    private static volatile CountDownLatch release = new CountDownLatch(0);

    private static ManyClients many;

    private final RawKey yesterday =
            new RawKey(HONEST, LocalDate.now(ZoneOffset.UTC).minusDays(1), Entity.PRODUCTS);

    /** A job that holds its thread of the timers. */
    public static final class Blocked implements org.quartz.Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeAll
    static void start() {
        many = new ManyClients(
                1, "UTC", "--catwing.daily.cron=0 0 0 * * ?", "--catwing.daily.again-cron=*/2 * * * * ?");
    }

    @AfterAll
    static void end() throws Exception {
        release.countDown();
        many.close();
    }

    @BeforeEach
    void the_timer_works() throws Exception {
        camel().getRouteController().stopRoute(ROUTE);
        camel().getRouteController().startRoute(ROUTE);
        await().atMost(PERIODS).until(this::isThere);
        await().atMost(PERIODS).until(() -> health().isEmpty());
    }

    @Test
    void a_trigger_that_is_gone_is_seen_by_what_is_owed() throws Exception {
        Set<TriggerKey> triggers = scheduler().getTriggerKeys(GroupMatcher.anyGroup());
        assertThat(triggers).isNotEmpty();
        for (TriggerKey trigger : triggers) {
            assertThat(scheduler().unscheduleJob(trigger)).isTrue();
        }

        lose();

        await().atMost(PERIODS).until(() -> health().contains("work has been owed for " + HONEST));
        assertThat(isThere()).isFalse();
    }

    @Test
    void blocked_threads_of_the_timers_are_seen_by_what_is_owed_and_nothing_is_lost() throws Exception {
        release = new CountDownLatch(1);
        int threads = scheduler().getMetaData().getThreadPoolSize();
        for (int i = 0; i < threads; i++) {
            scheduler()
                    .scheduleJob(
                            JobBuilder.newJob(Blocked.class).build(),
                            TriggerBuilder.newTrigger().startNow().build());
        }
        await().atMost(PERIODS)
                .until(() -> scheduler().getCurrentlyExecutingJobs().size() == threads);

        lose();

        await().atMost(PERIODS).until(() -> health().contains("work has been owed for " + HONEST));
        assertThat(isThere()).isFalse();
        release.countDown();
        await().atMost(PERIODS).until(this::isThere);
        await().atMost(PERIODS).until(() -> health().isEmpty());
    }

    private static CamelContext camel() {
        return many.bean(CamelContext.class);
    }

    private static Scheduler scheduler() {
        return camel().getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    /** What is wrong; empty when all is well. */
    private static String health() {
        return many.bean(OwedHealth.class).problem().orElse("");
    }

    /** Yesterday's file, so that it is owed again. */
    private void lose() {
        many.bucket.s3().deleteObject(file -> file.bucket(many.bucket.name()).key(yesterday.toString()));
    }

    private boolean isThere() {
        return many.bucket.rawFiles().find(yesterday).isPresent();
    }
}
