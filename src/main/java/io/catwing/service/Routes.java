package io.catwing.service;

import io.catwing.app.routes.RouteGroup;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Calendar;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.util.UriComponentsBuilder;

/** The routes as operators see them: by stage and client, with what they did; they stop them, start them, and fire timers. */
@Component
@ConditionalOnWebApplication
public class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final Pattern CLIENT = Pattern.compile("CW-[0-9]{6}");
    private static final Set<String> TIMERS = Set.of("quartz", "timer", "scheduler");

    private final CamelContext camel;
    private final Audit audit;
    private final ExecutorService firings;

    Routes(CamelContext camel, Audit audit) {
        this.camel = camel;
        this.audit = audit;
        this.firings = camel.getExecutorServiceManager().newCachedThreadPool(this, "fired-route");
    }

    /** What an operator does to a route. */
    public enum Action {
        START,
        STOP,
        FIRE
    }

    /**
     * A route.
     *
     * @param group its stage, or user for the user's own
     * @param client whose route it is; null for one of all clients
     * @param state Started, Stopped, Suspended or on the way there
     * @param timer it can be fired
     */
    public record Shown(
            String id,
            String group,
            String client,
            String description,
            String state,
            boolean timer,
            Counters counters) {}

    /**
     * What it did since the service is up.
     *
     * @param inFlight at work in it now
     * @param meanMillis of those that are done
     * @param lastDone null where none is
     * @param lastFailed null where none did
     */
    public record Counters(
            long done, long failed, long inFlight, long meanMillis, Instant lastDone, Instant lastFailed) {}

    /** By stage and id. @param group null for all @param client null for all */
    public List<Shown> list(String group, String client, int rows, long skip) {
        return camel.getRoutes().stream()
                .filter(route -> group == null || group.equals(RouteGroup.of(route)))
                .filter(route -> client == null || client.equals(client(route)))
                .sorted(RouteGroup.BY_GROUP_AND_ID)
                .skip(skip)
                .limit(rows)
                .map(this::shown)
                .toList();
    }

    /** The stages that have routes. */
    public Set<String> groups() {
        return camel.getRoutes().stream().map(RouteGroup::of).collect(Collectors.toCollection(TreeSet::new));
    }

    private Shown shown(Route route) {
        return new Shown(
                route.getRouteId(),
                RouteGroup.of(route),
                client(route),
                route.getDescription(),
                status(route),
                isTimer(route),
                counters(route.getRouteId()));
    }

    /** One that was taken away while it was listed has none. */
    private String status(Route route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.getRouteId());
        return (status == null ? ServiceStatus.Stopped : status).name();
    }

    private static String client(Route route) {
        Matcher client = CLIENT.matcher(route.getRouteId());
        return client.find() ? client.group() : null;
    }

    private static boolean isTimer(Route route) {
        return TIMERS.contains(
                UriComponentsBuilder.fromUriString(route.getEndpoint().getEndpointBaseUri())
                        .build()
                        .getScheme());
    }

    private Counters counters(String id) {
        ManagedRouteMBean bean = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute(id);
        try {
            return bean == null
                    ? null
                    : new Counters(
                            bean.getExchangesCompleted(),
                            bean.getExchangesFailed(),
                            bean.getExchangesInflight(),
                            bean.getMeanProcessingTime(),
                            instant(bean.getLastExchangeCompletedTimestamp()),
                            instant(bean.getLastExchangeFailureTimestamp()));
        } catch (Exception unread) {
            throw new IllegalStateException("the counters of the route " + id + " cannot be read", unread);
        }
    }

    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }

    /**
     * Does it, with an audit row. A route that is fired goes on beside the caller.
     *
     * @throws NoSuchRoute where there is none
     * @throws AbortingFailure where it cannot be done
     */
    public Shown act(Action action, String id, String who, String source) {
        Route route = camel.getRoute(id);
        if (route == null) {
            throw new NoSuchRoute(id);
        }
        if (action == Action.FIRE && !isTimer(route)) {
            throw new AbortingFailure(
                    "the route " + id + " has no timer, so it cannot be fired",
                    "run the command that calls it: ./catwing --help lists them");
        }
        if (action == Action.FIRE && !status(route).equals(ServiceStatus.Started.name())) {
            throw new AbortingFailure(
                    "the route " + id + " is " + status(route) + ", so it cannot be fired", "start it");
        }
        UUID row = audit.begin(who, source, "routes " + action.name().toLowerCase(Locale.ROOT) + " " + id);
        boolean done = false;
        try {
            switch (action) {
                case START -> camel.getRouteController().startRoute(id);
                case STOP -> camel.getRouteController().stopRoute(id);
                case FIRE -> firings.execute(() -> fire(route));
            }
            done = true;
        } catch (Exception refused) {
            throw new AbortingFailure(
                    "the route " + id + " does not " + action.name().toLowerCase(Locale.ROOT) + ": "
                            + refused.getMessage(),
                    "the log has the reason",
                    refused);
        } finally {
            audit.end(row, done ? 0 : 1);
        }
        LOG.info("{} from {}: {} of the route {}", who, source, action, id);
        return shown(route);
    }

    private void fire(Route route) {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.setVariable(Calendar.BY_HAND, true);
        try {
            route.getConsumer().getProcessor().process(exchange);
        } catch (Exception failed) {
            exchange.setException(failed);
        }
        if (exchange.getException() != null) {
            LOG.warn("the route {} was fired and failed", route.getRouteId(), exchange.getException());
        }
    }

    /** There is no route of that name. */
    @ResponseStatus(HttpStatus.NOT_FOUND)
    public static final class NoSuchRoute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchRoute(String id) {
            super(id);
        }
    }
}
