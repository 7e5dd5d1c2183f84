package io.catwing.client;

import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/**
 * The clients, by id. A command is refused while any file is invalid: silently leaving out a client would be worse.
 * The service leaves the file out, reports it, continues with the other clients, and takes files as they are edited.
 */
@Component("clients")
public class Clients {
    /** Property of the environment: true to leave invalid files out. */
    public static final String LEAVE_OUT = "catwing.leave-out-wrong-clients";

    private final Path folder;
    private final UnaryOperator<String> environment;
    private final Map<Path, String> versions;
    private volatile State state;

    /** How often each client is in use. Guarded by this. */
    private final Map<ClientId, Integer> uses = new HashMap<>();

    /** How often all of them are. Guarded by this. */
    private int usesOfAll;

    /** Replaced as a whole, so that whoever lists the clients sees those of one moment. */
    private record State(SortedMap<ClientId, Client> clients, List<Problem> refused) {}

    /**
     * Reads {@code catwing.clients}, by default {@code ./clients}.
     *
     * @throws AbortingFailure with every problem of every file
     */
    @Autowired
    public Clients(ConfigurableEnvironment environment) {
        this(folder(environment), lookup(environment), environment.getProperty(LEAVE_OUT, Boolean.class, false));
    }

    private Clients(Path folder, UnaryOperator<String> environment, boolean leaveOut) {
        this(read(folder, environment, leaveOut), folder, environment);
    }

    /** Of existing clients, for tests and tools. */
    public Clients(Collection<Client> clients) {
        this(new ClientFiles.Result(List.copyOf(clients), List.of(), Map.of()), Path.of("clients"), name -> null);
    }

    private Clients(ClientFiles.Result files, Path folder, UnaryOperator<String> environment) {
        this(folder, environment, files.versions(), state(files));
    }

    private Clients(Path folder, UnaryOperator<String> environment, Map<Path, String> versions, State state) {
        this.folder = folder;
        this.environment = environment;
        this.versions = versions;
        this.state = state;
    }

    private static State state(ClientFiles.Result files) {
        SortedMap<ClientId, Client> clients = new TreeMap<>();
        files.clients().forEach(client -> clients.put(client.id(), client));
        return new State(Collections.unmodifiableSortedMap(clients), files.problems());
    }

    /** The same clients, those left out among them, as they are at this moment, whatever becomes of these. */
    public Clients copy() {
        return new Clients(folder, environment, versions, state);
    }

    /** Where their files are. */
    public Path folder() {
        return folder;
    }

    /** What each file was when the clients were first read. */
    public Map<Path, String> versions() {
        return versions;
    }

    /** What a file of the folder says. */
    public ClientFiles.One read(Path file, ClientFiles.Content content) {
        return ClientFiles.read(folder, file, content, environment);
    }

    /** The problems of the files that were left out. */
    public List<Problem> refused() {
        return state.refused();
    }

    /**
     * Keeps clients as they are until it is closed: nobody who works on one sees a half of what its file said before, and
     * a half of what it says now.
     */
    public Use use(Collection<ClientId> ids) {
        synchronized (this) {
            ids.forEach(id -> uses.merge(id, 1, Integer::sum));
        }
        return new Use(List.copyOf(ids), false);
    }

    /** Keeps all clients as they are until it is closed, and which there are: none comes, and none goes. */
    public Use useAll() {
        synchronized (this) {
            usesOfAll++;
        }
        return new Use(List.of(), true);
    }

    /** Somebody works on clients. */
    public final class Use implements AutoCloseable {
        private List<ClientId> ids;
        private boolean all;

        private Use(List<ClientId> ids, boolean all) {
            this.ids = ids;
            this.all = all;
        }

        @Override
        public void close() {
            synchronized (Clients.this) {
                ids.forEach(id -> uses.computeIfPresent(id, (client, count) -> count == 1 ? null : count - 1));
                ids = List.of();
                usesOfAll -= all ? 1 : 0;
                all = false;
            }
        }
    }

    /**
     * Puts in place what a file says now, or that it is gone, unless somebody works on its client, or on all.
     *
     * @param file as it was listed, or the folder
     * @param listener told of the client before and after, each null where there is none, before others see the new one; what
     *     it throws leaves the client out
     * @return false if nothing was done
     */
    public synchronized boolean exchange(Path file, ClientFiles.One now, BiConsumer<Client, Client> listener) {
        Client before = state.clients().values().stream()
                .filter(client -> client.file().equals(file))
                .findFirst()
                .orElse(null);
        if (usesOfAll > 0 || before != null && uses.containsKey(before.id())) {
            return false;
        }
        SortedMap<ClientId, Client> clients = new TreeMap<>(state.clients());
        List<Problem> refused = new ArrayList<>(state.refused());
        refused.removeIf(problem -> problem.file().equals(file));
        refused.addAll(now.problems());
        if (before != null) {
            clients.remove(before.id());
        }
        Client after = now.client().orElse(null);
        try {
            listener.accept(before, after);
            if (after != null) {
                clients.put(after.id(), after);
            }
        } catch (RuntimeException | StackOverflowError unforeseen) {
            refused.add(new Problem(
                    file,
                    0,
                    0,
                    "the client's routes cannot be made: " + NestedExceptionUtils.getMostSpecificCause(unforeseen),
                    "the log says where; start the service again"));
            throw unforeseen;
        } finally {
            state = new State(Collections.unmodifiableSortedMap(clients), List.copyOf(refused));
        }
        return true;
    }

    /** By id. */
    public Collection<Client> all() {
        return state.clients().values();
    }

    /** By id, for a command that needs at least one. @throws AbortingFailure if there is none */
    public Collection<Client> atLeastOne() {
        if (state.clients().isEmpty() && !state.refused().isEmpty()) {
            throw wrong("", state.refused());
        }
        if (state.clients().isEmpty()) {
            throw new AbortingFailure(
                    "there is no client file in " + folder.toAbsolutePath().normalize(),
                    "write one (docs/tutorials/add-a-client.md), or let CATWING_CLIENTS name the folder where they are");
        }
        return all();
    }

    /**
     * For work that would be wrong without one of the clients.
     *
     * @param why a lower-case fact
     * @throws AbortingFailure with every problem of the files that were left out
     */
    public void checkNoneIsLeftOut(String why) {
        List<Problem> refused = state.refused();
        if (!refused.isEmpty()) {
            throw wrong(why + ": ", refused);
        }
    }

    /** @throws AbortingFailure if no file declares the client */
    public Client get(ClientId id) {
        State now = state;
        Client client = now.clients().get(id);
        if (client == null) {
            List<Problem> wrong =
                    now.refused().stream().filter(problem -> isOf(id, problem)).toList();
            if (!wrong.isEmpty()) {
                throw wrong("", wrong);
            }
            String known = now.clients().isEmpty()
                    ? "there is no client file yet"
                    : "the clients are "
                            + now.clients().keySet().stream()
                                    .map(ClientId::toString)
                                    .collect(Collectors.joining(", "));
            throw new AbortingFailure("client " + id + " has no file", known);
        }
        return client;
    }

    /** Whether there is a file of the client, and it is wrong. */
    public boolean isLeftOut(ClientId id) {
        return state.refused().stream().anyMatch(problem -> isOf(id, problem));
    }

    private static boolean isOf(ClientId id, Problem problem) {
        return problem.file().getFileName().toString().matches(id + "[.]ya?ml");
    }

    private static Path folder(Environment environment) {
        return Path.of(environment.getProperty("catwing.clients", "./clients"));
    }

    private static ClientFiles.Result read(Path folder, UnaryOperator<String> environment, boolean leaveOut) {
        ClientFiles.Result files = ClientFiles.read(folder, environment);
        boolean nothingIsRead =
                files.problems().stream().anyMatch(problem -> problem.file().equals(folder));
        if (!files.problems().isEmpty() && (!leaveOut || nothingIsRead)) {
            throw wrong("", files.problems());
        }
        return files;
    }

    private static AbortingFailure wrong(String why, List<Problem> problems) {
        int count = problems.size();
        return new AbortingFailure(
                why + (count == 1 ? "1 problem" : count + " problems") + " in the client files:\n"
                        + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                "correct them and run ./catwing check");
    }

    /**
     * Spring's environment first, so that tests and the demo can set values; it includes the system's. Its values are taken as
     * they stand: Spring would look for the x of a password that holds ${x}.
     */
    private static UnaryOperator<String> lookup(ConfigurableEnvironment environment) {
        return name -> {
            for (PropertySource<?> source : environment.getPropertySources()) {
                Object value = literally(source, name);
                if (value != null) {
                    return value.toString();
                }
            }
            return System.getenv(name);
        };
    }

    private static Object literally(PropertySource<?> source, String name) {
        if (ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
            // All of the others once more.
            return null;
        }
        boolean variables = source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        // The one of Spring holds them in the form that Spring reads: see io.catwing.app.LiteralVariables.
        return variables ? System.getenv(name) : source.getProperty(name);
    }
}
