package io.catwing.app;

import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.management.DefaultManagementObjectStrategy;
import org.apache.camel.management.mbean.ManagedCamelContext;
import org.apache.camel.management.mbean.ManagedRoute;
import org.apache.camel.management.mbean.ManagedSuspendableRoute;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.util.URISupport;
import org.springframework.stereotype.Component;

/**
 * Keeps endpoints, producers, consumers and processors out of JMX, and passwords in the addresses of routes. Operators watch,
 * stop and start routes; their parts would be ten more beans per route, which with some thousand routes is most of the memory.
 */
@Component
public class RoutesInJmx implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getManagementStrategy().setManagementObjectStrategy(new RoutesOnly());
        camel.getCamelContextExtension()
                .setManagementMBeanAssembler(new SharedBeanInfo(new DefaultManagementMBeanAssembler(camel)));
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Nothing to do.
    }

    /** For Camel, null means that an object is not registered. */
    private static final class RoutesOnly extends DefaultManagementObjectStrategy {
        @Override
        public Object getManagedObjectForCamelContext(CamelContext camel) {
            ManagedCamelContext context = new DrawableContext(camel);
            context.init(camel.getManagementStrategy());
            return context;
        }

        @Override
        public Object getManagedObjectForRoute(CamelContext camel, Route route) {
            ManagedRoute managed = route.supportsSuspension()
                    ? new MaskedSuspendableRoute(camel, route)
                    : new MaskedRoute(camel, route);
            managed.init(camel.getManagementStrategy());
            return managed;
        }

        @Override
        public Object getManagedObjectForEndpoint(CamelContext camel, Endpoint endpoint) {
            return null;
        }

        @Override
        public Object getManagedObjectForProducer(CamelContext camel, Producer producer) {
            return null;
        }

        @Override
        public Object getManagedObjectForConsumer(CamelContext camel, Consumer consumer) {
            return null;
        }

        @Override
        public Object getManagedObjectForProcessor(
                CamelContext camel, Processor processor, NamedNode definition, Route route) {
            return null;
        }
    }

    /** Camel shows the address of a route as it is, with the password of a server that a user's route reads from. */
    @ManagedResource(description = "Managed Route")
    public static class MaskedRoute extends ManagedRoute {
        MaskedRoute(CamelContext camel, Route route) {
            super(camel, route);
        }

        @Override
        public String getEndpointUri() {
            return URISupport.sanitizeUri(super.getEndpointUri());
        }
    }

    /** The same of a route that can be suspended. */
    @ManagedResource(description = "Managed Suspendable Route")
    public static class MaskedSuspendableRoute extends ManagedSuspendableRoute {
        MaskedSuspendableRoute(CamelContext camel, Route route) {
            super(camel, route);
        }

        @Override
        public String getEndpointUri() {
            return URISupport.sanitizeUri(super.getEndpointUri());
        }
    }

    /**
     * Hawtio draws its diagrams from the routes of a context. It takes an error handler that stands before a route's {@code
     * from} for a step that nothing leads to, fails, and draws no diagram from then on.
     */
    @ManagedResource(description = "Managed CamelContext")
    public static class DrawableContext extends ManagedCamelContext {
        private static final Pattern HANDLERS =
                Pattern.compile("\\s*<(errorHandler|onException)\\b(?:[^>]*/>|.*?</\\1>)", Pattern.DOTALL);

        DrawableContext(CamelContext camel) {
            super(camel);
        }

        @Override
        public String dumpRoutesAsXml() throws Exception {
            String routes = super.dumpRoutesAsXml();
            return routes == null ? null : HANDLERS.matcher(routes).replaceAll("");
        }
    }
}
