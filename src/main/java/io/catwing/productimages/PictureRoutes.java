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

/** Makes one route a client that has pictures, from the template {@code ask-picture}, so that JMX shows and stops each. */
@Component
public class PictureRoutes extends RouteBuilder {
    private final AskedErps asked;
    private final DnsResolver names;
    private final List<PictureConnection> connections = new ArrayList<>();

    public PictureRoutes(AskedErps asked, DnsResolver names) {
        this.asked = asked;
        this.names = names;
    }

    /** Name of the route that every request for a picture of the client goes through. */
    static String routeId(ClientId client) {
        return "ask-picture-" + client;
    }

    @Override
    public void configure() {
        for (Client client : asked.clients()) {
            if (client.pictures() != null) {
                askPicture(client);
            }
        }
    }

    private void askPicture(Client client) {
        PictureConnection connection = new PictureConnection(client, names);
        connections.add(connection);
        String name = "pictures-" + client.id();
        getContext().getRegistry().bind(name, HttpClient.class, connection.client());
        Rate rate = Rate.of(client.pictures().requestsPerSecond());
        templatedRoute("ask-picture")
                .routeId(routeId(client.id()))
                .parameter("client", client.id().toString())
                .parameter("connection", "#" + name)
                .parameter("requests", Long.toString(rate.requests()))
                .parameter("period", Long.toString(rate.period()));
    }

    @PreDestroy
    void close() throws IOException {
        for (PictureConnection connection : connections) {
            connection.close();
        }
    }
}
