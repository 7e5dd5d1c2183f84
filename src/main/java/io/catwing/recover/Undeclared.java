package io.catwing.recover;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Clients without a file, and entities that their client's file does not declare: nothing of them is loaded, whatever there is
 * in the bucket. They may have been taken out on purpose, or be lost, so that they are told.
 */
@Component
class Undeclared {
    /** Of what {@link #behind} tells, and of nothing else that a switch leaves behind. */
    static final String NOT_DECLARED = " is not declared by a client file";

    private final Clients clients;
    private final RawFiles rawFiles;
    private final DatabaseServer server;

    Undeclared(Clients clients, RawFiles rawFiles, DatabaseServer server) {
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.server = server;
    }

    /**
     * Those of which the live database has loaded more than the new one holds, each as {@code rows of CW-000300 inventory, which
     * is not declared by a client file (3 raw files loaded in live, 0 in made)}; of a client without a file the client alone.
     * None of a client whose file is wrong: once that is corrected, a load brings them, as of any other.
     */
    List<String> behind(DatabaseName live, DatabaseName made) {
        return fewer(live, made, false);
    }

    /** What {@link #behind} passes over, and what brings it. */
    List<String> ofWrongFiles(DatabaseName live, DatabaseName made) {
        return fewer(live, made, true);
    }

    private List<String> fewer(DatabaseName live, DatabaseName made, boolean wrong) {
        Map<String, Client> known = clients.all().stream()
                .collect(Collectors.toMap(client -> client.id().value(), client -> client));
        SortedMap<String, Long> here = loaded(live, known);
        if (here.isEmpty()) {
            return List.of();
        }
        SortedMap<String, Long> there = loaded(made, known);
        List<String> behind = new ArrayList<>();
        here.forEach((what, files) -> {
            long held = there.getOrDefault(what, 0L);
            if (files > held && wrong && isWrong(what)) {
                behind.add(
                        "the file of " + what + " is wrong, and rows that " + live + " had of it are lacking (" + files
                                + " raw files loaded there, " + held + " in " + made
                                + ")\nHINT: correct the file (./catwing check), then run ./catwing load");
            } else if (files > held && !wrong && !isWrong(what)) {
                behind.add("rows of " + what + ", which" + NOT_DECLARED + " (" + files + " raw files loaded in " + live
                        + ", " + held + " in " + made + ")");
            }
        });
        return behind;
    }

    /** @param what a client, or an entity of one whose file is right */
    private boolean isWrong(String what) {
        return !what.contains(" ") && clients.isLeftOut(new ClientId(what));
    }

    /** Clients without a file who have raw files in the bucket, by id. */
    List<ClientId> inBucket() {
        List<ClientId> known = clients.all().stream().map(Client::id).toList();
        return rawFiles.clients().stream()
                .filter(client -> !known.contains(client))
                .filter(this::hasRawFiles)
                .toList();
    }

    private boolean hasRawFiles(ClientId client) {
        try (Stream<RawFile> files = rawFiles.list(client)) {
            return files.findFirst().isPresent();
        }
    }

    private static boolean declares(Client client, String entity) {
        return client.entities().keySet().stream().map(Entity::toString).anyMatch(entity::equals);
    }

    /** How many raw files the ledger has of what is not declared; none where there is no ledger. */
    private SortedMap<String, Long> loaded(DatabaseName database, Map<String, Client> known) {
        SortedMap<String, Long> loaded = new TreeMap<>();
        try (Connection connection = server.connect(database);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"));
                Statement count = connection.createStatement()) {
            if (!RawKeys.isThere(find, "ops.ledger")) {
                return loaded;
            }
            try (ResultSet rows = count.executeQuery(SqlFile.read("recover/count-ledger"))) {
                while (rows.next()) {
                    Client client = known.get(rows.getString(1));
                    if (client == null) {
                        loaded.merge(rows.getString(1), rows.getLong(3), Long::sum);
                    } else if (!declares(client, rows.getString(2))) {
                        loaded.put(client.id() + " " + rows.getString(2), rows.getLong(3));
                    }
                }
            }
            return loaded;
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the ledger of " + database + " cannot be read", broken);
        }
    }
}
