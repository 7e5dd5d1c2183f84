package io.catwing.client;

import io.catwing.failure.AbortingFailure;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Whose ERPs this process asks. Routes and connections are made for these clients only: with some hundred clients they
 * are most of what a process keeps in memory, and a command that reads S3 and the database uses none of them.
 */
@Component
public class AskedErps {
    /** {@code all}, {@code none}, or the ids of clients with commas between them. */
    public static final String PROPERTY = "catwing.asked-erps";

    private final Collection<Client> clients;

    /** @throws AbortingFailure where it names a client that has no file */
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
