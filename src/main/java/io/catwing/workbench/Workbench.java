package io.catwing.workbench;

import io.catwing.failure.Failure;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.ConfigurableApplicationContext;

/** A pipeline on another database, asked through its doors. */
public final class Workbench implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    Workbench(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Sends a body through one of its doors and waits for the answer.
     *
     * @throws Failure of the route, as it was thrown there
     */
    public <T> T ask(String door, Object body, Class<T> answer) {
        try {
            return context.getBean(ProducerTemplate.class).requestBody(door, body, answer);
        } catch (CamelExecutionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapped;
        }
    }

    /** One of its beans. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** No session of it is left on the database afterwards. */
    @Override
    public void close() {
        context.close();
    }
}
