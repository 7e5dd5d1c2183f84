package io.catwing.productimages;

import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.http.Rate;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.HttpClient;
import org.springframework.stereotype.Component;

/** Makes one route a client that has images, from the template {@code ask-http}, so that JMX shows and stops each. */
@Component
public class ImageRoutes extends RouteBuilder {
    private final AskedErps asked;
    private final DnsResolver names;
    private final List<ImageConnection> connections = new ArrayList<>();

    public ImageRoutes(AskedErps asked, DnsResolver names) {
        this.asked = asked;
        this.names = names;
    }

    /** Name of the route that every request for an image of the client goes through. */
    static String routeId(ClientId client) {
        return "ask-image-" + client;
    }

    @Override
    public void configure() {
        for (Client client : asked.clients()) {
            if (client.images() != null) {
                askImage(client);
            }
        }
    }

    private void askImage(Client client) {
        ImageConnection connection = new ImageConnection(client, names);
        connections.add(connection);
        String name = "images-" + client.id();
        getContext().getRegistry().bind(name, HttpClient.class, connection.client());
        Rate rate = Rate.of(client.images().requestsPerSecond());
        templatedRoute("ask-http")
                .routeId(routeId(client.id()))
                .parameter("name", routeId(client.id()))
                .parameter("bean", "askImage")
                .parameter("connection", "#" + name)
                .parameter("requests", Long.toString(rate.requests()))
                .parameter("period", Long.toString(rate.period()));
    }

    @PreDestroy
    void close() throws IOException {
        for (ImageConnection connection : connections) {
            connection.close();
        }
    }
}
