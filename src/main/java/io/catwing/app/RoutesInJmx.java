package io.catwing.app;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.management.DefaultManagementObjectStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.stereotype.Component;

/**
 * Keeps endpoints, producers, consumers and processors out of JMX. Operators watch, stop and start routes; their parts
 * would be ten more beans per route, which with some thousand routes is most of the memory.
 */
@Component
public class RoutesInJmx implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getManagementStrategy().setManagementObjectStrategy(new RoutesOnly());
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Nothing to do.
    }

    /** For Camel, null means that an object is not registered. */
    private static final class RoutesOnly extends DefaultManagementObjectStrategy {
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
}
