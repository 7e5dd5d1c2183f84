package io.catwing.service.page;

import io.catwing.failure.RepeatedTask;
import io.catwing.job.Events;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code GET /updates} (text/event-stream): events {@code changed}, whose data are the names of what changed, separated by
 * blanks: today, lake, backfill, rejects, recovery, routes. Names alone: whoever wants to know more loads the page. A page
 * says which version it shows ({@code ?since=}), and is told at once of what has changed since; all of it where this process began later.
 */
@RestController
@ConditionalOnWebApplication
public class Updates extends RouteBuilder {
    private static final Map<String, Set<String>> CONCERNED = Map.of(
            "file-stored", Set.of("lake", "today"),
            "file-loaded", Set.of("lake", "today"),
            "records-rejected", Set.of("rejects"),
            "backup-stored", Set.of("recovery", "today"),
            "backup-failed", Set.of("recovery", "today"),
            "drill-ended", Set.of("recovery", "today"),
            "recovery-ended", Set.of("recovery", "today", "lake"));

    private static final Set<String> SECTIONS = Set.of("today", "lake", "backfill", "rejects", "recovery", "routes");

    private static final int MOST_LISTENERS = 200;
    /** Ended and begun anew by the browser, which by then may have signed out. */
    private static final Duration LIFE = Duration.ofMinutes(10);
    /** Finds those who have gone. */
    private static final long QUIET_SECONDS = 20;

    private final Set<SseEmitter> listeners = ConcurrentHashMap.newKeySet();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    /** A time, in ms since 1970, so that a page of another process, or of an earlier one, can be compared. */
    private final long began = System.currentTimeMillis();

    private final AtomicLong version = new AtomicLong(began);
    /** The version in which each was changed last. */
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "updates");
        thread.setDaemon(true);
        return thread;
    });

    Updates() {
        String failed = "open pages could not be told of a change";
        sender.scheduleWithFixedDelay(new RepeatedTask(failed, this::tell), 500, 500, TimeUnit.MILLISECONDS);
        sender.scheduleWithFixedDelay(
                new RepeatedTask(failed, () -> send(SseEmitter.event().comment(""))),
                QUIET_SECONDS,
                QUIET_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public void configure() {
        from(Events.SCHEME + ":" + String.join(",", Events.names()))
                .routeId("tell-pages")
                .routeGroup("service")
                .routeDescription("Tells open pages which of their sections have changed.")
                .process(this::happened);
    }

    private void happened(Exchange exchange) {
        Object name = exchange.getVariable("event", Map.class).get("event");
        CONCERNED.getOrDefault(String.valueOf(name), Set.of("today")).forEach(this::changed);
    }

    /** Tells open pages, within a second. */
    public void changed(String section) {
        versions.put(section, version.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis())));
        changed.add(section);
    }

    /** Whether a page is open. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** What a page shows that reads everything after this call. */
    long version() {
        return version.updateAndGet(last -> Math.max(last, System.currentTimeMillis()));
    }

    /** What has changed since; of what was before this process nothing is known, so that it may be anything. */
    private Set<String> missed(long since) {
        return since <= began
                ? SECTIONS
                : versions.entrySet().stream()
                        .filter(section -> section.getValue() > since)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    @GetMapping(path = "/updates", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter listen(@RequestParam(defaultValue = "0") long since) throws IOException {
        SseEmitter listener = new SseEmitter(LIFE.toMillis());
        listener.onCompletion(() -> listeners.remove(listener));
        listener.onTimeout(listener::complete);
        if (listeners.size() < MOST_LISTENERS) {
            listeners.add(listener);
            // Added before it asks what has changed, so that nothing falls between.
            String missed = String.join(" ", missed(since));
            SseEmitter.SseEventBuilder first = SseEmitter.event().reconnectTime(2000);
            listener.send(
                    missed.isEmpty() ? first.comment("") : first.name("changed").data(missed));
        } else {
            listener.complete();
        }
        return listener;
    }

    private void tell() {
        Set<String> now = Set.copyOf(changed);
        if (!now.isEmpty()) {
            changed.removeAll(now);
            send(SseEmitter.event().name("changed").data(String.join(" ", now)));
        }
    }

    private void send(SseEmitter.SseEventBuilder event) {
        Set<org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType> parts =
                event.build();
        for (SseEmitter listener : listeners) {
            try {
                listener.send(parts);
            } catch (IOException | IllegalStateException gone) {
                listeners.remove(listener);
            }
        }
    }

    /** Before the web server waits for answers that have not ended. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        listeners.forEach(SseEmitter::complete);
    }

    @PreDestroy
    void stop() {
        sender.shutdownNow();
    }
}
