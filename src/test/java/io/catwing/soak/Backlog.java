package io.catwing.soak;

import io.catwing.client.Entity;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a service owes, without an end: whenever it has caught up, {@code start} in its clients' files becomes a day earlier.
 */
final class Backlog {
    /** Client files of the demo, each twice. */
    private static final Map<String, String> CLIENTS = Map.of(
            "CW-000200", "CW-000200",
            "CW-000151", "CW-000151",
            "CW-100200", "CW-000200",
            "CW-100151", "CW-000151");

    private final Path folder;
    private final JdbcClient jdbc;
    private final LocalDate first;
    private LocalDate start;

    /**
     * @param folder of the client files; it exists
     * @param first the earliest day that the ERP knows
     * @param last the last day that had ended when the soak began
     */
    Backlog(Path folder, Servers.Database database, LocalDate first, LocalDate last) {
        this.folder = folder;
        this.jdbc = JdbcClient.create(database.dataSource());
        this.first = first;
        this.start = last;
        writeClients();
    }

    static Set<String> clients() {
        return CLIENTS.keySet();
    }

    /** @return the variables of the demo's clients, and of their doubles */
    static Map<String, String> variables(Map<String, String> demo) {
        Map<String, String> all = new HashMap<>();
        CLIENTS.forEach((client, original) -> demo.forEach((name, value) -> {
            if (name.startsWith(prefix(original))) {
                all.put(name.replace(prefix(original), prefix(client)), value);
            }
        }));
        return all;
    }

    private static String prefix(String client) {
        return client.replace('-', '_') + "_";
    }

    /** A day more, where there is nothing left to do. */
    synchronized void grow() {
        try {
            if (start.isAfter(first) && isDone()) {
                start = start.minusDays(1);
                writeClients();
            }
        } catch (DataAccessException away) {
            // Nobody can tell whether all is done; the next turn asks again.
            return;
        }
    }

    synchronized LocalDate start() {
        return start;
    }

    /** The last day of which there is a file; a soak may pass midnight. */
    LocalDate end() {
        return jdbc.sql("select max(source_date) from ops.ledger")
                .query(LocalDate.class)
                .single();
    }

    long loaded() {
        return count("select count(*) from ops.ledger");
    }

    /** Everything is loaded, what follows from it is there, and nobody is at work. */
    synchronized boolean isDone() {
        long loaded = loaded();
        return loaded > 0
                && loaded
                        == CLIENTS.size()
                                * (long) Entity.values().length
                                * (end().toEpochDay() - start.toEpochDay() + 1)
                && count("select count(*) from ops.stats_touched") == 0
                && count("select count(*) from ops.enrich_touched") == 0
                && !isBeingWorkedOn();
    }

    boolean isBeingWorkedOn() {
        return count("select count(*) from ops.claim where kind = 'client'") > 0;
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private void writeClients() {
        try {
            for (Map.Entry<String, String> client : CLIENTS.entrySet()) {
                String file = Files.readString(Path.of("clients", client.getValue() + ".yaml"))
                        .replace(client.getValue(), client.getKey())
                        .replace(prefix(client.getValue()), prefix(client.getKey()))
                        .replaceFirst("(?m)^time_zone:", "start: " + start + "\ntime_zone:")
                        // So few that a request now and then gets none but bad answers.
                        .replace("attempts: 8", "attempts: 3");
                Path part = Files.writeString(folder.resolveSibling("client.part"), file);
                Files.move(
                        part,
                        folder.resolve(client.getKey() + ".yaml"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
