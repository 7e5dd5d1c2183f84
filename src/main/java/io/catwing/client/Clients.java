package io.catwing.client;

import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The clients, by id. One wrong file refuses the start: a client that silently is not fetched is worse than none. */
@Component("clients")
public class Clients {
    private final Path folder;
    private final Map<ClientId, Client> clients = new TreeMap<>();

    /**
     * Reads {@code catwing.clients}, by default {@code ./clients}.
     *
     * @throws AbortingFailure with every problem of every file
     */
    @Autowired
    public Clients(Environment environment) {
        this(folder(environment), lookup(environment));
    }

    private Clients(Path folder, UnaryOperator<String> environment) {
        this(soundFiles(folder, environment), folder);
    }

    /** Of clients that are there already, for tests and tools. */
    public Clients(Collection<Client> clients) {
        this(clients, Path.of("clients"));
    }

    private Clients(Collection<Client> clients, Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        clients.forEach(client -> this.clients.put(client.id(), client));
    }

    /** By id. */
    public Collection<Client> all() {
        return Collections.unmodifiableCollection(clients.values());
    }

    /** By id, for a command that has nothing to do without any. @throws AbortingFailure where there is none */
    public Collection<Client> atLeastOne() {
        if (clients.isEmpty()) {
            throw new AbortingFailure(
                    "there is no client file in " + folder,
                    "write one (docs/tutorials/add-a-client.md), or let CATWING_CLIENTS name the folder where they are");
        }
        return all();
    }

    /** @throws AbortingFailure where no file declares the client */
    public Client get(ClientId id) {
        Client client = clients.get(id);
        if (client == null) {
            String known = clients.isEmpty()
                    ? "there is no client file yet"
                    : "the clients are "
                            + clients.keySet().stream().map(ClientId::toString).collect(Collectors.joining(", "));
            throw new AbortingFailure("client " + id + " has no file", known);
        }
        return client;
    }

    private static Path folder(Environment environment) {
        return Path.of(environment.getProperty("catwing.clients", "./clients"));
    }

    private static List<Client> soundFiles(Path folder, UnaryOperator<String> environment) {
        ClientFiles.Result result = ClientFiles.read(folder, environment);
        if (!result.problems().isEmpty()) {
            int count = result.problems().size();
            throw new AbortingFailure(
                    (count == 1 ? "1 problem" : count + " problems") + " in the client files:\n"
                            + result.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "correct them and run ./catwing check");
        }
        return result.clients();
    }

    /** Spring's environment first, so that tests and the demo can give values; it holds the system's as well. */
    private static UnaryOperator<String> lookup(Environment environment) {
        return name -> {
            String value = environment.getProperty(name);
            return value != null ? value : System.getenv(name);
        };
    }
}
