package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.MissingSecrets;
import io.catwing.failure.Health;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Says of each client without a value for one of its secrets that the service asks nothing of it, and fails while there is
 * one. Mounted secrets are read again each time, so that one that comes later ends it.
 */
@Component
@ConditionalOnWebApplication
public class MissingClientSecrets extends Health {
    private static final Logger LOG = LoggerFactory.getLogger(MissingClientSecrets.class);

    private final Clients clients;
    private final Events events;
    private Map<ClientId, String> told = Map.of();

    MissingClientSecrets(Clients clients, Events events) {
        super("client-secrets", "the secrets cannot be read");
        this.clients = clients;
        this.events = events;
    }

    /** To the log, and to the routes that consume the event: once, until the secrets are there. */
    public synchronized void tell() {
        Map<ClientId, String> now = missing();
        now.forEach((client, message) -> {
            if (!message.equals(told.get(client))) {
                LOG.warn("{}", message);
                events.publish(Event.ClientSecretsMissing.of(client, message));
            }
        });
        told.keySet().stream()
                .filter(client -> !now.containsKey(client))
                .forEach(client -> LOG.info("the secrets of {} are there: it is asked again", client));
        told = now;
    }

    private Map<ClientId, String> missing() {
        Map<ClientId, String> missing = new TreeMap<>();
        for (Client client : clients.all()) {
            String message = MissingSecrets.message(client);
            if (message != null) {
                missing.put(client.id(), message);
            }
        }
        return missing;
    }

    @Override
    public boolean asksServers() {
        return false;
    }

    @Override
    public Optional<String> problem() {
        Map<ClientId, String> missing = missing();
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", missing.values()));
    }
}
