package io.catwing.client;

import io.catwing.failure.AbortingFailure;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Whose ERPs this process calls. Routes and connections are created for these clients only: with some hundred clients they
 * are most of what a process keeps in memory, and a command that reads S3 and the database needs none of them.
 */
@Component
public class AskedErps {
    /** {@code all}, {@code none}, or comma-separated ids of clients. */
    public static final String PROPERTY = "catwing.asked-erps";

    private final Collection<Client> clients;

    /** @throws AbortingFailure if it names a client that has no file */
    public AskedErps(Clients clients, @Value("${" + PROPERTY + ":all}") String asked) {
        this.clients = switch (asked) {
            case "all" -> clients.all();
            case "none" -> List.of();
            default ->
                Arrays.stream(asked.split(","))
                        .map(ClientId::new)
                        .map(clients::get)
                        .toList();
        };
    }

    /** Those, in the order of {@link Clients}. */
    public Collection<Client> clients() {
        return clients;
    }
}
