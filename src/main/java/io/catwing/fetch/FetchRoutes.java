package io.catwing.fetch;

import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.http.Rate;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.stereotype.Component;

/**
 * Makes the routes that come from the clients' files: one a client and entity from the template {@code fetch-entity},
 * and one a client from {@code ask-http}, so that JMX shows, stops and starts each of them by name.
 */
@Component
public class FetchRoutes extends RouteBuilder {

    private final AskedErps asked;
    private final FetchStop stop;
    private final List<ErpConnection> connections = new ArrayList<>();

    FetchRoutes(AskedErps asked, FetchStop stop) {
        this.asked = asked;
        this.stop = stop;
    }

    /** Name of the route that fetches an entity of a client. */
    static String routeId(ClientId client, Entity entity) {
        return "fetch-" + client + "-" + entity;
    }

    /** Name of the route that every request to a client's ERP goes through. */
    static String erpRouteId(ClientId client) {
        return "ask-erp-" + client;
    }

    @Override
    public void configure() {
        for (Client client : asked.clients()) {
            if (client.erp().url() != null) {
                askErp(client);
            }
            for (Entity entity : client.entities().keySet()) {
                templatedRoute("fetch-entity")
                        .routeId(routeId(client.id(), entity))
                        .parameter("client", client.id().toString())
                        .parameter("entity", entity.toString());
            }
        }
    }

    private void askErp(Client client) {
        ErpConnection connection = new ErpConnection(client);
        connections.add(connection);
        stop.watch(connection);
        String name = "erp-" + client.id();
        getContext().getRegistry().bind(name, HttpClient.class, connection.client());
        Rate rate = Rate.of(client.erp().limits().requestsPerSecond());
        templatedRoute("ask-http")
                .routeId(erpRouteId(client.id()))
                .parameter("name", erpRouteId(client.id()))
                .parameter("bean", "askErp")
                .parameter("connection", "#" + name)
                .parameter("requests", Long.toString(rate.requests()))
                .parameter("period", Long.toString(rate.period()));
    }

    @PreDestroy
    void close() throws IOException {
        for (ErpConnection connection : connections) {
            connection.close();
        }
    }
}
