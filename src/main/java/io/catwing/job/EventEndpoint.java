package io.catwing.job;

import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One or several events, which any number of routes may consume. */
final class EventEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final Events events;
    private final Set<Class<?>> kinds;
    private final int waiting;

    EventEndpoint(String uri, Events events, Set<Class<?>> kinds, int waiting) {
        super(uri, events);
        this.events = events;
        this.kinds = kinds;
        this.waiting = waiting;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EventConsumer consumer = new EventConsumer(this, processor, events, kinds, waiting);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("a route cannot publish what " + getEndpointUri() + " tells"
                + "\nHINT: begin a route with " + getEndpointUri() + ", or use seda: for messages of your own");
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
