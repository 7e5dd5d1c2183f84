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

/**
 * The clients, by id. A command is refused while any file is invalid: silently leaving out a client would be worse.
 * The service leaves the file out, reports it, and continues with the other clients.
 */
@Component("clients")
public class Clients {
    /** Property of the environment: true to leave invalid files out. */
    public static final String LEAVE_OUT = "catwing.leave-out-wrong-clients";

    private final Path folder;
    private final Map<ClientId, Client> clients = new TreeMap<>();
    private final List<Problem> refused;

    /**
     * Reads {@code catwing.clients}, by default {@code ./clients}.
     *
     * @throws AbortingFailure with every problem of every file
     */
    @Autowired
    public Clients(Environment environment) {
        this(folder(environment), lookup(environment), environment.getProperty(LEAVE_OUT, Boolean.class, false));
    }

    private Clients(Path folder, UnaryOperator<String> environment, boolean leaveOut) {
        this(read(folder, environment, leaveOut), folder);
    }

    /** Of existing clients, for tests and tools. */
    public Clients(Collection<Client> clients) {
        this(new ClientFiles.Result(List.copyOf(clients), List.of()), Path.of("clients"));
    }

    private Clients(ClientFiles.Result files, Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.refused = files.problems();
        files.clients().forEach(client -> clients.put(client.id(), client));
    }

    /** The problems of the files that were left out. */
    public List<Problem> refused() {
        return refused;
    }

    /** By id. */
    public Collection<Client> all() {
        return Collections.unmodifiableCollection(clients.values());
    }

    /** By id, for a command that needs at least one. @throws AbortingFailure if there is none */
    public Collection<Client> atLeastOne() {
        if (clients.isEmpty()) {
            throw new AbortingFailure(
                    "there is no client file in " + folder,
                    "write one (docs/tutorials/add-a-client.md), or let CATWING_CLIENTS name the folder where they are");
        }
        return all();
    }

    /** @throws AbortingFailure if no file declares the client */
    public Client get(ClientId id) {
        Client client = clients.get(id);
        if (client == null) {
            List<Problem> wrong = refused.stream()
                    .filter(problem -> problem.file().endsWith(id + ".yaml"))
                    .toList();
            if (!wrong.isEmpty()) {
                throw wrong(wrong);
            }
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

    private static ClientFiles.Result read(Path folder, UnaryOperator<String> environment, boolean leaveOut) {
        ClientFiles.Result files = ClientFiles.read(folder, environment);
        boolean nothingIsRead =
                files.problems().stream().anyMatch(problem -> problem.file().equals(folder));
        if (!files.problems().isEmpty() && (!leaveOut || nothingIsRead)) {
            throw wrong(files.problems());
        }
        return files;
    }

    private static AbortingFailure wrong(List<Problem> problems) {
        int count = problems.size();
        return new AbortingFailure(
                (count == 1 ? "1 problem" : count + " problems") + " in the client files:\n"
                        + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                "correct them and run ./catwing check");
    }

    /** Spring's environment first, so that tests and the demo can set values; it includes the system's. */
    private static UnaryOperator<String> lookup(Environment environment) {
        return name -> {
            String value = environment.getProperty(name);
            return value != null ? value : System.getenv(name);
        };
    }
}
