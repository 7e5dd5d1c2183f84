package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.client.ClientId;
import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EventsTest {
    private static final int WAITING = 10;
    private static final RunId RUN = new RunId("20260224-031500-7f3a");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Events events = new Events(new EventSettings(true, WAITING));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        camel.addComponent(Events.SCHEME, events);
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void end() {
        hang.countDown();
        logger().detachAppender(log);
        camel.stop();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(EventConsumer.class);
    }

    @Test
    void what_a_hanging_route_cannot_take_is_dropped_counted_and_told_once_and_others_are_told_all() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        route("hangs", "backup-failed", exchange -> {
            reached.countDown();
            hang.await();
        });
        route("healthy", "backup-failed,backup-stored", this::tell);
        events.publish(failed(0));
        reached.await();

        for (int i = 1; i <= 1_000; i++) {
            events.publish(failed(i));
            int expected = i + 1;
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> told.size() == expected);
        }

        assertThat(told).containsExactlyElementsOf(numbers(1_001));
        assertThat(messages())
                .containsExactly(
                        "the route hangs is behind: 10 events wait for it, and backup-failed is dropped, as all that"
                                + " come before it has caught up\nHINT: it hangs or is too slow; look at what it does last. Runs are"
                                + " not affected; CATWING_EVENTS_WAITING lets more events wait");
        hang.countDown();
        camel.getRouteController().stopRoute("hangs");
        assertThat(messages()).last().asString().matches("the route hangs was not told of (990|99\\d|1000) events");
    }

    @Test
    void a_route_that_fails_is_told_of_the_next_event_all_the_same() throws Exception {
        route("fails", "backup-failed", exchange -> {
            tell(exchange);
            throw new IllegalStateException("a consumer of somebody's own");
        });

        IntStream.range(0, 3).forEach(i -> events.publish(failed(i)));

        await().until(() -> told.size() == 3);
        assertThat(told).containsExactlyElementsOf(numbers(3));
    }

    /** The list cannot be read: whoever makes text of it fails. */
    @Test
    void without_a_route_no_text_is_made_and_a_text_that_cannot_be_made_is_nobodys_failure() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        List<String> problems = new AbstractList<>() {
            @Override
            public String get(int index) {
                read.countDown();
                throw new IllegalStateException("unreadable");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        Event event = new Event.DrillEnded(RUN, false, null, 1, 0, problems);

        events.publish(event);
        assertThat(read.getCount()).isOne();

        route("listens", "drill-ended", this::tell);
        events.publish(event);
        assertThat(read.getCount()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void a_stop_waits_for_what_routes_were_told_before_it() throws Exception {
        camel.getShutdownStrategy().setTimeout(60);
        route("slow", "backup-failed", exchange -> {
            hang.await();
            tell(exchange);
        });
        IntStream.range(0, 5).forEach(i -> events.publish(failed(i)));

        CompletableFuture<Void> stop = CompletableFuture.runAsync(camel::stop);
        await().until(camel::isStopping);
        hang.countDown();
        stop.get();

        assertThat(told).containsExactlyElementsOf(numbers(5));
    }

    @Test
    void a_stop_waits_for_a_hanging_route_until_camels_limit_and_no_longer() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        route("hangs", "backup-failed", exchange -> {
            reached.countDown();
            awaitWhatever();
        });
        events.publish(failed(0));
        reached.await();

        camel.stop();

        assertThat(camel.isStopped()).isTrue();
        assertThat(hang.getCount()).as("it still hangs").isOne();
    }

    /** Not to be interrupted either. */
    private void awaitWhatever() {
        boolean over = false;
        while (!over) {
            try {
                hang.await();
                over = true;
            } catch (InterruptedException ignored) {
                // As a socket's read does.
                over = false;
            }
        }
    }

    @Test
    void a_route_that_was_stopped_is_told_no_more_and_one_that_was_started_again_is() throws Exception {
        route("stops", "backup-failed", this::tell);
        camel.getRouteController().stopRoute("stops");
        events.publish(failed(0));
        camel.getRouteController().startRoute("stops");
        events.publish(failed(1));

        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly("1");
    }

    @Test
    void texts_are_printable_short_and_without_our_secrets() {
        Secrets.register("a-key-of-an-erp");
        StepResult step = StepResult.failed(
                "fetch",
                new ClientId("CW-000200"),
                "products",
                LocalDate.of(2026, 2, 24),
                "it said a-key-of-an-erp\u001b[2J\nand more\nHINT: ask " + "y".repeat(2_000));

        EventText text = EventText.of(Event.StepFailed.of(RUN, step), Instant.EPOCH);

        assertThat(text.fields())
                .containsEntry("event", "step-failed")
                .containsEntry("at", "1970-01-01T00:00:00Z")
                .containsEntry("run", RUN.value())
                .containsEntry("client", "CW-000200")
                .containsEntry("date", "2026-02-24")
                .containsEntry("message", "it said ***\uFFFD[2J and more");
        assertThat(text.fields().get("hint").toString())
                .startsWith("ask yyy")
                .hasSizeLessThanOrEqualTo(PrintableText.LONGEST_MESSAGE);
        assertThat(text.json()).doesNotContain("\n");
        List<String> many = Collections.nCopies(1_000, "the same a-key-of-an-erp");
        assertThat(EventText.of(new Event.DrillEnded(RUN, false, null, 1, 0, many), Instant.EPOCH)
                        .fields())
                .containsEntry("problems", Collections.nCopies(EventText.MOST, "the same ***"))
                .doesNotContainKey("backup");
    }

    @Test
    void an_event_that_there_is_not_and_a_route_that_would_publish_are_refused() {
        assertThatThrownBy(() -> camel.getEndpoint("catwing-event:file-stord"))
                .hasRootCauseMessage(
                        "there is no event 'file-stord'\nHINT: the events are backup-failed, backup-stored,"
                                + " client-file-refused, client-secrets-missing, drill-ended, file-loaded, file-refused,"
                                + " file-stored, records-rejected, recovery-ended, report-progressed, run-ended, step-failed");
        assertThatThrownBy(() -> camel.createProducerTemplate().sendBody("catwing-event:backup-failed", "forged"))
                .hasRootCauseMessage(
                        "a route cannot publish what catwing-event://backup-failed tells\nHINT: begin a route"
                                + " with catwing-event://backup-failed, or use seda: for messages of your own");
    }

    private void route(String id, String names, Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder(camel) {
            @Override
            public void configure() {
                from("catwing-event:" + names).routeId(id).process(step);
            }
        });
    }

    private static Event failed(int number) {
        return Event.BackupFailed.of(RUN, Integer.toString(number));
    }

    private void tell(Exchange exchange) {
        told.add(exchange.getContext()
                .resolveLanguage("simple")
                .createExpression("${variable.event[message]}")
                .evaluate(exchange, String.class));
    }

    private static List<String> numbers(int most) {
        return IntStream.range(0, most).mapToObj(Integer::toString).toList();
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
