package io.catwing.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tells routes of what happened: the component behind endpoints such as {@code catwing-event:step-failed,backup-failed}. A
 * stage publishes after its commit, and nothing that a route does comes back to it: each consuming route has a queue and a
 * thread of its own ({@link EventConsumer}). Without a consumer nothing is written, queued or kept.
 */
@Component(Events.SCHEME)
public class Events extends DefaultComponent {
    public static final String SCHEME = "catwing-event";

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final boolean published;
    private final int waiting;
    private static final Map<String, Class<?>> KINDS = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Event::name, kind -> kind, (one, other) -> one, TreeMap::new));

    /** Publishes nothing, for tools and tests that have no routes. */
    public static final Events NONE = new Events(false, 1);

    private final Map<Class<?>, List<EventConsumer>> consumers = KINDS.values().stream()
            .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new CopyOnWriteArrayList<>()));

    @Autowired
    Events(EventSettings settings) {
        this(settings.published(), settings.waiting());
    }

    private Events(boolean published, int waiting) {
        this.published = published;
        this.waiting = waiting;
    }

    /** Never throws, never waits, and costs one look-up where nobody listens. */
    public void publish(Event event) {
        List<EventConsumer> told = consumers.get(event.getClass());
        if (!published || told.isEmpty()) {
            return;
        }
        try {
            EventText text = EventText.of(event, Instant.now());
            told.forEach(consumer -> consumer.offer(text));
        } catch (RuntimeException broken) {
            LOG.warn("the event {} was not published; the run goes on", event.name(), broken);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Set<Class<?>> kinds =
                Arrays.stream(remaining.split(",")).map(Events::kind).collect(Collectors.toSet());
        return new EventEndpoint(uri, this, kinds, waiting);
    }

    /** Of all events, in the order of the alphabet. */
    public static Set<String> names() {
        return KINDS.keySet();
    }

    private static Class<?> kind(String name) {
        if (!KINDS.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is no event '" + name + "'\nHINT: the events are " + String.join(", ", KINDS.keySet()));
        }
        return KINDS.get(name);
    }

    void add(EventConsumer consumer, Set<Class<?>> kinds) {
        kinds.forEach(kind -> consumers.get(kind).add(consumer));
    }

    void remove(EventConsumer consumer, Set<Class<?>> kinds) {
        kinds.forEach(kind -> consumers.get(kind).remove(consumer));
    }
}
