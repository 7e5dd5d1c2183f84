package io.catwing.job;

import io.catwing.client.Clients;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.Health;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says of each client file that the service left out what is wrong with it, and fails while there is one. */
@Component
public class RefusedClientFiles extends Health {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedClientFiles.class);

    private final Clients clients;
    private final Events events;
    private final Set<Problem> told = new HashSet<>();

    public RefusedClientFiles(Clients clients, Events events) {
        super("client-files", "the client files cannot be read");
        this.clients = clients;
        this.events = events;
    }

    /** To the log, and to the routes that consume the event: each problem once, until it is corrected. */
    public synchronized void tell() {
        List<Problem> now = clients.refused();
        for (Problem problem : now) {
            if (told.add(problem)) {
                LOG.warn("left out: {}", problem);
                events.publish(new Event.ClientFileRefused(
                        problem.file().toString(), problem.line(), problem.reason(), problem.hint()));
            }
        }
        told.removeIf(problem -> {
            boolean corrected = !now.contains(problem);
            if (corrected) {
                LOG.info("no longer so: {}: {}", problem.file(), problem.reason());
            }
            return corrected;
        });
    }

    @Override
    public boolean asksServers() {
        return false;
    }

    @Override
    public Optional<String> problem() {
        return problem(clients);
    }

    /** The same for whoever has only the clients. */
    public static Optional<String> problem(Clients clients) {
        // One of each file: a message is not long, and each file is to be named in it.
        Map<Path, Problem> first = new LinkedHashMap<>();
        clients.refused().forEach(problem -> first.putIfAbsent(problem.file(), problem));
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(first.values().stream()
                        .map(problem -> problem.toString().replaceFirst("\n.*", ""))
                        .collect(Collectors.joining(
                                "\n",
                                "clients are left out: ",
                                "\nHINT: correct the files; ./catwing check tells of each problem")));
    }
}
