package io.catwing.app;

import io.catwing.failure.Failure;
import io.catwing.job.Job;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.ConfigurableApplicationContext;

/** A started pipeline: its beans, and the endpoints of its routes. */
public final class Pipeline implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final boolean ours;
    private final Consumer<RunId> begins;

    public Pipeline(ConfigurableApplicationContext context) {
        this(context, true, run -> {});
    }

    private Pipeline(ConfigurableApplicationContext context, boolean ours, Consumer<RunId> begins) {
        this.context = context;
        this.ours = ours;
        this.begins = begins;
    }

    /**
     * The same for somebody who must not close it.
     *
     * @param begins is told of each run that is asked for, before it begins
     */
    public Pipeline lent(Consumer<RunId> begins) {
        return new Pipeline(context, false, begins);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /**
     * Sends a body to one of its endpoints and waits for the answer.
     *
     * @throws Failure of the route, as it was thrown there
     */
    public <T> T ask(String endpoint, Object body, Class<T> answer) {
        if (body instanceof Job job) {
            begins.accept(job.run());
        }
        try {
            return bean(ProducerTemplate.class).requestBody(endpoint, body, answer);
        } catch (CamelExecutionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapped;
        }
    }

    /** The same for an endpoint that answers with step results, or with one. */
    @SuppressWarnings("unchecked")
    public List<StepResult> send(String endpoint, Object body) {
        Object answer = ask(endpoint, body, Object.class);
        return answer instanceof StepResult one ? List.of(one) : (List<StepResult>) answer;
    }

    /** Closes all of its sessions on the database. */
    @Override
    public void close() {
        if (ours) {
            context.close();
        }
    }
}
