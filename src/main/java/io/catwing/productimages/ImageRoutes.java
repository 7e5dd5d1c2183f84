package io.catwing.productimages;

import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.http.ClientRoutes;
import io.catwing.http.ConnectionStop;
import io.catwing.http.Rate;
import io.catwing.login.StoredLogins;
import java.util.List;
import org.apache.camel.Variable;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The route of a client that has images, from the template {@code ask-http}. */
@Component
public class ImageRoutes extends ClientRoutes {
    private final DnsResolver names;
    private final ObjectProvider<StoredLogins> logins;

    ImageRoutes(AskedErps asked, DnsResolver names, ObjectProvider<StoredLogins> logins, ConnectionStop stop) {
        super(asked, stop);
        this.names = names;
        this.logins = logins;
    }

    /** Name of the route that every request for an image of the client goes through. */
    static String routeId(ClientId client) {
        return "ask-image-" + client;
    }

    @Override
    protected void make(Client client, Made routes) {
        if (client.images() != null) {
            Rate rate = Rate.of(client.images().requestsPerSecond());
            ImageConnection connection = new ImageConnection(client, names, logins.getIfAvailable());
            routes.ask(routeId(client.id()), "askImage", rate, connection);
        }
    }

    /** Last of a fetch of images, however it went. Called by the route {@code fetch-product-images}. */
    public void logOut(@Variable(PlanImages.COUNTERS) List<ImageCounters> all) {
        logOut(all.stream().map(counters -> counters.client().id()).toList());
    }
}
