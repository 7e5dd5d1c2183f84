package io.catwing.service.alerts;

import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.client.MissingSecrets;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.PrintableText;
import io.catwing.postgres.SqlFile;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is wrong at this moment, in as few troubles as there are things to be done: one a client, however much of it fails. */
@Component
@ConditionalOnWebApplication
class Troubles {
    /**
     * Health checks of which a trouble of its own tells more, one that the alerts themselves may fail, and one by which a service that
     * was asked to stop sends its callers elsewhere.
     */
    private static final Set<String> NO_TROUBLE =
            Set.of("client-files", "client-secrets", "freshness", "run", "alerts", "readinessState");

    private final JdbcClient jdbc;
    private final Clients clients;
    private final HealthEndpoint health;

    Troubles(JdbcClient jdbc, Clients clients, HealthEndpoint health) {
        this.jdbc = jdbc;
        this.clients = clients;
        this.health = health;
    }

    /** By name. @throws org.springframework.dao.DataAccessException if the database cannot say */
    Map<String, Trouble> now() {
        Map<String, Trouble> troubles = new TreeMap<>();
        jdbc.sql(SqlFile.read("alerts/list-client-troubles")).query((RowCallbackHandler) row -> {
            String client = row.getString("client_id");
            long others = row.getLong("failed") - 1;
            String message = row.getString("step") + " failed"
                    + (others == 0 ? "" : ", and " + others + " more of " + client) + ": " + row.getString("message");
            add(troubles, new Trouble("client " + client, "client", client, message));
        });
        jdbc.sql(SqlFile.read("alerts/list-other-troubles")).query((RowCallbackHandler) row -> add(
                troubles, new Trouble(row.getString("kind"), row.getString("kind"), null, row.getString("message"))));
        for (Problem problem : clients.refused()) {
            String file = problem.file().getFileName().toString();
            String client = file.matches("CW-[0-9]{6}[.]ya?ml") ? file.substring(0, 9) : null;
            add(troubles, new Trouble("client file " + file, "client-file", client, problem.toString()));
        }
        for (Client client : clients.all()) {
            String missing = MissingSecrets.message(client);
            if (missing != null) {
                String id = client.id().value();
                add(troubles, new Trouble("secrets of " + id, "client-secrets", id, missing));
            }
        }
        addHealth(troubles, "", health.health());
        return troubles;
    }

    private static void addHealth(Map<String, Trouble> troubles, String name, HealthComponent component) {
        if (component instanceof CompositeHealth composite && composite.getComponents() != null) {
            composite.getComponents().forEach((part, below) -> addHealth(troubles, part, below));
        } else if (!component.getStatus().equals(Status.UP) && !NO_TROUBLE.contains(name)) {
            Map<String, Object> details = component instanceof Health leaf ? leaf.getDetails() : Map.of();
            String message = String.valueOf(details.getOrDefault(
                    "message", name + " is " + component.getStatus() + (details.isEmpty() ? "" : ": " + details)));
            add(troubles, new Trouble(name, name, null, message));
        }
    }

    /** The first that is said of something is what went wrong; a health check says how long ago. */
    private static void add(Map<String, Trouble> troubles, Trouble trouble) {
        troubles.putIfAbsent(
                trouble.name(),
                new Trouble(
                        trouble.name(), trouble.kind(), trouble.client(), PrintableText.message(trouble.message())));
    }
}
