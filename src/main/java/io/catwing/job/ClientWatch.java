package io.catwing.job;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientListener;
import io.catwing.client.Clients;
import io.catwing.client.UnreadFiles;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.RepeatedTask;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Polls the folder of client files while a service runs, and takes what has changed: a client at a time, and none that is
 * at work; none at all while a recovery is. It compares contents, not times or events: a Kubernetes mount replaces a link two folders away, and editors
 * rename. What changes from one poll to the next is still being written, and is not read before it stays.
 */
@Component
@ConditionalOnWebApplication
public class ClientWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);
    private static final long SECONDS = 2;

    private final Clients clients;
    private final List<ClientListener> listeners;
    private final RefusedClientFiles refused;
    private final MissingClientSecrets secrets;

    /** By file: what is in place, and what the last poll found. */
    private final Map<Path, String> taken;

    private Map<Path, String> last = Map.of();

    /** Files whose clients are at work, so that it is said once. */
    private final Set<Path> waiting = new HashSet<>();

    private ScheduledExecutorService thread;

    ClientWatch(
            Clients clients, List<ClientListener> listeners, RefusedClientFiles refused, MissingClientSecrets secrets) {
        this.clients = clients;
        this.listeners = listeners;
        this.refused = refused;
        this.secrets = secrets;
        this.taken = new HashMap<>(clients.versions());
    }

    /** Tells what is wrong now, and polls every two seconds until the service ends. */
    public synchronized void start() {
        UnreadFiles.notes(clients.folder()).forEach(LOG::warn);
        tell();
        thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "catwing-clients"));
        String failed = "the folder of client files " + clients.folder() + " could not be looked at";
        thread.scheduleWithFixedDelay(new RepeatedTask(failed, this::look), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Takes what has changed and is the same as at the last poll. */
    public synchronized void look() {
        Map<Path, ClientFiles.Content> contents = new HashMap<>();
        try {
            for (Path file : ClientFiles.list(clients.folder())) {
                contents.put(file, ClientFiles.content(clients.folder(), file));
            }
        } catch (IOException gone) {
            // Clients whose files cannot be seen at this moment have not been deleted.
            refuseFolder(List.of(ClientFiles.unreadable(clients.folder(), gone)));
            return;
        }
        refuseFolder(List.of());
        Map<Path, String> now = new HashMap<>();
        contents.forEach((file, content) -> now.put(file, content.version()));
        Map<Path, String> before = last;
        last = now;
        Set<Path> all = new TreeSet<>(now.keySet());
        all.addAll(taken.keySet());
        for (Path file : all) {
            boolean stays = Objects.equals(now.get(file), before.get(file));
            if (stays && !Objects.equals(now.get(file), taken.get(file))) {
                take(file, contents.get(file), now.get(file));
            }
        }
        tell();
    }

    private void refuseFolder(List<Problem> problems) {
        clients.exchange(clients.folder(), new ClientFiles.One(Optional.empty(), problems), (before, after) -> {});
        tell();
    }

    /** @param content null if the file is gone */
    private void take(Path file, ClientFiles.Content content, String version) {
        try {
            if (!clients.exchange(file, read(file, content), this::exchange)) {
                if (waiting.add(file)) {
                    LOG.info(
                            "{} has changed while its client, or a recovery, is at work; it is read when that has ended",
                            file);
                }
                return;
            }
        } catch (RuntimeException | StackOverflowError unforeseen) {
            LOG.error("the routes of {} could not be made", file, unforeseen);
        }
        waiting.remove(file);
        if (version == null) {
            taken.remove(file);
        } else {
            taken.put(file, version);
        }
    }

    /** An error of ours in one file stops that client, and no other; so does a file that is nested too deeply for us. */
    private ClientFiles.One read(Path file, ClientFiles.Content content) {
        if (content == null) {
            return new ClientFiles.One(Optional.empty(), List.of());
        }
        try {
            return clients.read(file, content);
        } catch (RuntimeException | StackOverflowError unforeseen) {
            LOG.error("{} could not be read", file, unforeseen);
            return new ClientFiles.One(
                    Optional.empty(),
                    List.of(new Problem(
                            file,
                            0,
                            0,
                            "the file could not be read: "
                                    + unforeseen.getClass().getSimpleName(),
                            "the log says more; run ./catwing check")));
        }
    }

    private void exchange(Client before, Client after) {
        listeners.forEach(listener -> listener.changed(before, after));
        if (after != null) {
            LOG.info("{} is {} {}", after.id(), before == null ? "new, by" : "as edited in", after.file());
        } else if (before != null) {
            LOG.info("{} is gone: nothing more is done for it", before.id());
        }
    }

    private void tell() {
        refused.tell();
        secrets.tell();
    }

    @PreDestroy
    synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
