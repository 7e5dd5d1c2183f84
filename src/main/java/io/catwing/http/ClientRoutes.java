package io.catwing.http;

import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.ClientListener;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.hc.client5.http.classic.HttpClient;

/**
 * Makes routes from the clients' files, so that JMX shows, stops and starts each of them by name, and makes those of a client
 * anew when its file has changed. Nothing of the earlier ones stays: routes, endpoints and connections.
 */
public abstract class ClientRoutes extends RouteBuilder implements ClientListener {
    private static final int AT_ONCE = 16;
    private static final Duration TO_END = Duration.ofSeconds(6);

    private final AskedErps asked;
    private final ConnectionStop stop;
    private final Map<ClientId, Made> made = new ConcurrentHashMap<>();

    protected ClientRoutes(AskedErps asked, ConnectionStop stop) {
        this.asked = asked;
        this.stop = stop;
    }

    /** Declares the routes of a client. */
    protected abstract void make(Client client, Made routes);

    /** What was made of one client; changed by who holds its lock. */
    protected static final class Made {
        private RouteBuilder builder;
        private final List<String> routes = new ArrayList<>();
        private String name;
        private ClientConnection connection;

        /** Declares the route that waits to be made; null where none does. */
        private Runnable waiting;

        private Made(RouteBuilder builder) {
            this.builder = builder;
        }

        public TemplatedRouteDefinition route(String template, String id) {
            routes.add(id);
            return builder.templatedRoute(template).routeId(id);
        }

        /**
         * The route that every request to the client's servers goes through.
         *
         * @param bean writes the request and reads the answer
         * @param opened is closed with the routes
         */
        public void ask(String id, String bean, Rate rate, ClientConnection opened) {
            bind(id, opened);
            route(id, bean, rate);
        }

        /** The same, made when the client is first {@link #connect connected}: those of hundreds of clients would take long at the start. */
        public void askLater(String id, String bean, Rate rate, ClientConnection opened) {
            bind(id, opened);
            waiting = () -> {
                // One of the user's own may have taken its place.
                if (builder.getContext().getRoute(id) == null) {
                    route(id, bean, rate);
                }
            };
        }

        private void bind(String id, ClientConnection opened) {
            connection = opened;
            name = "connection-" + id;
            builder.getContext().getRegistry().bind(name, HttpClient.class, opened.client());
        }

        private void route(String id, String bean, Rate rate) {
            route("ask-http", id)
                    .parameter("name", id)
                    .parameter("bean", bean)
                    .parameter("connection", "#" + name)
                    .parameter("requests", Long.toString(rate.requests()))
                    .parameter("period", Long.toString(rate.period()));
        }
    }

    @Override
    public void configure() {
        asked.clients().forEach(client -> make(this, client));
    }

    private void make(RouteBuilder builder, Client client) {
        Made routes = new Made(builder);
        make(client, routes);
        if (routes.connection != null) {
            stop.watch(routes.connection);
        }
        made.put(client.id(), routes);
    }

    /**
     * Makes the routes to these clients' servers where they wait for that. Before requests are under way: it takes locks of Camel's that a
     * stop of any route holds.
     */
    public void connect(Collection<ClientId> clients) {
        for (ClientId client : clients) {
            Made routes = made.get(client);
            // Another one, where the client's file has changed meanwhile.
            while (routes != null && !connect(client, routes)) {
                routes = made.get(client);
            }
        }
    }

    private boolean connect(ClientId client, Made routes) {
        synchronized (routes) {
            if (routes.waiting != null && made.get(client) == routes) {
                add(builder -> {
                    routes.builder = builder;
                    routes.waiting.run();
                });
                routes.waiting = null;
            }
            return routes.waiting == null;
        }
    }

    private void add(Consumer<RouteBuilder> routes) {
        RouteBuilder builder = new RouteBuilder(getContext()) {
            @Override
            public void configure() {
                routes.accept(this);
            }
        };
        try {
            RouteLock.holding(() -> {
                getContext().addRoutes(builder);
                builder.addTemplatedRoutesToCamelContext(getContext());
                return null;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the routes of a client's file could not be made", e);
        }
    }

    /** A route that an operator has stopped stays so. */
    @Override
    public void changed(Client before, Client after) {
        CamelContext camel = getContext();
        try {
            List<String> stopped = before == null ? List.of() : remove(camel, before.id());
            if (after == null) {
                return;
            }
            add(builder -> make(builder, after));
            if (!stopped.isEmpty()) {
                connect(List.of(after.id()));
            }
            for (String id : stopped) {
                if (made.get(after.id()).routes.contains(id)) {
                    camel.getRouteController().stopRoute(id);
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the routes of a client's file could not be exchanged", e);
        }
    }

    /** @return those that were stopped already */
    private List<String> remove(CamelContext camel, ClientId client) throws Exception {
        Made routes = made.remove(client);
        if (routes == null) {
            return List.of();
        }
        synchronized (routes) {
            return remove(camel, routes);
        }
    }

    private static List<String> remove(CamelContext camel, Made routes) throws Exception {
        List<String> stopped = new ArrayList<>();
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (String id : routes.routes) {
            RouteDefinition route = model.getRouteDefinition(id);
            if (route == null || !Boolean.TRUE.equals(route.isTemplate())) {
                // One of the user's own has taken its place.
                continue;
            }
            if (camel.getRouteController().getRouteStatus(id).isStopped()) {
                stopped.add(id);
            }
            camel.getRouteController().stopRoute(id);
            RouteLock.holding(() -> camel.removeRoute(id));
        }
        if (routes.name != null) {
            // The endpoint holds the connections.
            camel.removeEndpoints("http://" + routes.name.substring("connection-".length()) + ".invalid*");
            camel.getRegistry().unbind(routes.name);
        }
        if (routes.connection != null) {
            routes.connection.close();
        }
        return stopped;
    }

    /**
     * Ends what the clients' ERPs count as sessions, and closes idle connections, which would stay open until the next fetch; the next
     * request logs in and connects again. Never fails.
     */
    protected void logOut(Collection<ClientId> clients) {
        connections(clients).forEach(ClientConnection::logOut);
    }

    private List<ClientConnection> connections(Collection<ClientId> clients) {
        return clients.stream()
                .map(made::get)
                .filter(routes -> routes != null && routes.connection != null)
                .map(routes -> routes.connection)
                .toList();
    }

    @PreDestroy
    void close() throws IOException {
        List<ClientConnection> all = connections(made.keySet());
        endSessions(all);
        for (ClientConnection connection : all) {
            connection.close();
        }
    }

    /** Side by side, since each ERP may take its time and the process is told to end. */
    private static void endSessions(List<ClientConnection> all) {
        ExecutorService some = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "logout");
            thread.setDaemon(true);
            return thread;
        });
        try {
            some.invokeAll(
                    all.stream()
                            .map(connection -> Executors.callable(connection::logOut))
                            .toList(),
                    TO_END.toSeconds(),
                    TimeUnit.SECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            some.shutdownNow();
        }
    }
}
