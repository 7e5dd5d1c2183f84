package io.catwing.job;

import io.catwing.client.Clients;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.PrintableText;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says of each client file that the service left out what is wrong with it, and fails while there is one. */
@Component
public class RefusedClientFiles extends AbstractHealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedClientFiles.class);

    private final Clients clients;
    private final Events events;

    public RefusedClientFiles(Clients clients, Events events) {
        super("catwing", "client-files");
        this.clients = clients;
        this.events = events;
    }

    /** To the log, and to the routes that consume the event. */
    public void tell() {
        for (Problem problem : clients.refused()) {
            LOG.warn("the client is left out: {}", problem);
            events.publish(new Event.ClientFileRefused(
                    problem.file().toString(), problem.line(), problem.reason(), problem.hint()));
        }
    }

    @Override
    public boolean isLiveness() {
        // A restart would not correct the file.
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (clients.refused().isEmpty()) {
            builder.up();
        } else {
            String problems = clients.refused().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            builder.message(PrintableText.message("clients are left out: " + problems))
                    .down();
        }
    }
}
