package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedTaskTest {
    private static final Pattern SCHEDULED =
            Pattern.compile("[.]schedule(?:WithFixedDelay|AtFixedRate)[(]\\s*(new \\w+|[\\w:]+)");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger turns = new AtomicInteger();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void end() {
        logger().detachAppender(log);
    }

    @Test
    void a_turn_that_throws_an_error_is_told_and_followed_by_another() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        try {
            Runnable turn = () -> {
                if (turns.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("Java heap space");
                }
            };
            thread.scheduleWithFixedDelay(new RepeatedTask("it cannot be done", turn), 0, 1, TimeUnit.MILLISECONDS);

            await().until(() -> turns.get() > 2);
        } finally {
            thread.shutdownNow();
        }
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("it cannot be done");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("Java heap space");
        });
    }

    @Test
    void the_same_failure_of_each_turn_is_told_once_until_it_is_over() {
        List<String> failures = List.of("one", "one", "another", "", "another");
        RepeatedTask task = new RepeatedTask("it cannot be done", () -> {
            String failure = failures.get(turns.getAndIncrement());
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
        });

        failures.forEach(turn -> task.run());

        assertThat(log.list)
                .extracting(event -> event.getThrowableProxy().getMessage())
                .containsExactly("one", "another", "another");
    }

    @Test
    void a_failure_that_cannot_even_be_told_is_no_end() {
        RepeatedTask task = new RepeatedTask("it cannot be done", () -> {
            turns.incrementAndGet();
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String toString() {
                    throw new OutOfMemoryError("Java heap space");
                }
            };
        });

        task.run();
        task.run();

        assertThat(turns).hasValue(2);
    }

    @Test
    void nothing_is_scheduled_that_would_end_at_the_first_exception() throws IOException {
        List<String> bare = new ArrayList<>();
        int scheduled = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                for (Matcher call = SCHEDULED.matcher(text); call.find(); scheduled++) {
                    String task = call.group(1);
                    if (!task.equals("new RepeatedTask") && !text.contains("RepeatedTask " + task + " =")) {
                        bare.add(file + ": " + call.group());
                    }
                }
            }
        }
        assertThat(bare).as("without a RepeatedTask").isEmpty();
        assertThat(scheduled).isPositive();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RepeatedTask.class);
    }
}
