package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * What follows from neither the raw files nor the client files, and a new database lacks: what people have put into the live
 * one beside the product's tables, and rows of what no client file declares any more.
 */
@Component
class LeftBehind {
    /** With which a person says that it may be left behind. */
    static final String OPTION = "--leave-behind";

    private final DatabaseServer server;
    private final OwnRows rows;
    private final Undeclared undeclared;

    LeftBehind(DatabaseServer server, OwnRows rows, Undeclared undeclared) {
        this.server = server;
        this.rows = rows;
        this.undeclared = undeclared;
    }

    /**
     * Objects, then rows of tables that are in both, of which every row is read, then rows of what is not
     * loaded any more.
     */
    List<String> objectsAndRows(DatabaseName live, DatabaseName made) {
        List<String> left = objects(live, made);
        left.addAll(rows.behind(live, made));
        left.addAll(undeclared.behind(live, made));
        return left;
    }

    /** What a load brings once a client's file is corrected: it is told, and holds up no switch. */
    List<String> ofWrongFiles(DatabaseName live, DatabaseName made) {
        return undeclared.ofWrongFiles(live, made);
    }

    /**
     * Schemas, tables, views, columns, functions, indexes, policies and all else that people make, each as {@code table own.notes}, also
     * what is there by the same name and is defined otherwise. What belongs to a relation that is lacking as a whole is not named apart.
     */
    List<String> objects(DatabaseName live, DatabaseName made) {
        Listed here = list(live);
        Listed there = list(made);
        // Another version of the product defines its own objects otherwise.
        boolean comparable = here.version().equals(there.version());
        List<String> left = new ArrayList<>();
        here.objects().forEach((name, mine) -> {
            Defined other = there.objects().get(name);
            if (mine.belongsTo() != null && !there.objects().containsKey(mine.belongsTo())) {
                return;
            }
            if (other == null) {
                left.add(name);
            } else if (comparable && !Objects.equals(mine.definition(), other.definition())) {
                left.add(name + " (defined otherwise in " + made + ")");
            }
        });
        return left;
    }

    /**
     * @param version of the product's tables, empty where there are none
     * @param objects by what they are, in words
     */
    private record Listed(String version, SortedMap<String, Defined> objects) {}

    /**
     * @param belongsTo a relation, in words; null for what stands alone
     * @param definition null for what has none that can be compared
     */
    private record Defined(String belongsTo, String definition) {}

    private Listed list(DatabaseName database) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
            String version = RawKeys.isThere(find, "public.flyway_schema_history") ? version(statement) : "";
            SortedMap<String, Defined> objects = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(SqlFile.read("recover/list-objects"))) {
                while (rows.next()) {
                    objects.put(rows.getString(1), new Defined(rows.getString(2), rows.getString(3)));
                }
            }
            return new Listed(version, objects);
        } catch (SQLException broken) {
            throw DatabaseServer.failed("what is in " + database + " cannot be listed", broken);
        }
    }

    private static String version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(SqlFile.read("recover/read-version"))) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /** Why a switch is not done, with what to do. */
    static AbortingFailure refusal(DatabaseName live, DatabaseName made, List<String> objects) {
        return new AbortingFailure(
                "a switch would leave behind what is in " + live + " and not in " + made + ": "
                        + String.join(", ", objects),
                (objects.stream().anyMatch(object -> object.contains(Undeclared.NOT_DECLARED))
                                ? "put back what the client file said and run the recovery again; otherwise "
                                : "")
                        + (objects.stream().anyMatch(object -> object.startsWith("replication slot "))
                                ? "a replication slot stays with its database: drop it, and make it anew after the switch; "
                                : "")
                        + "bring it to " + made + ", then run ./catwing recover switch " + made + "; or say by "
                        + OPTION
                        + " that it may stay in the former database");
    }
}
