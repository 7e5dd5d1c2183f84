package io.catwing.recover;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.RouteController;
import org.springframework.stereotype.Component;

/**
 * Stops what begins work by itself, the timers, while the live database changes its identity. What is under way when
 * its sessions are ended fails as in a crash of the server, and is done again by its next run.
 */
@Component
public class StopRoutes {
    private final CamelContext camel;

    public StopRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** Close the answer to start them again. */
    AutoCloseable stop() throws Exception {
        RouteController controller = camel.getRouteController();
        List<String> stopped = new ArrayList<>();
        for (Route route : camel.getRoutes()) {
            boolean timer = route.getEndpoint().getEndpointUri().startsWith("quartz:");
            if (timer && controller.getRouteStatus(route.getRouteId()).isStarted()) {
                // Not stop, which waits for what is under way: a drill's own timer would wait for itself.
                controller.suspendRoute(route.getRouteId());
                stopped.add(route.getRouteId());
            }
        }
        return () -> {
            for (String route : stopped) {
                controller.resumeRoute(route);
            }
        };
    }
}
