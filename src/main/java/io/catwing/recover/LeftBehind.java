package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
     * Schemas, tables, views, columns, functions and extensions, each as {@code table own.notes}. Columns of a table that is lacking as a
     * whole are not named apart.
     */
    List<String> objects(DatabaseName live, DatabaseName made) {
        Set<String> lacking = objects(live);
        lacking.removeAll(objects(made));
        List<String> left = new ArrayList<>(lacking);
        left.removeIf(object -> ofLackingTable(object, lacking));
        return left;
    }

    private static boolean ofLackingTable(String object, Collection<String> lacking) {
        return object.startsWith("column ")
                && lacking.stream()
                        .filter(other -> other.startsWith("table "))
                        .anyMatch(table -> object.startsWith("column " + table.substring("table ".length()) + "."));
    }

    private Set<String> objects(DatabaseName database) {
        try (Connection connection = server.connect(database);
                PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-objects"));
                ResultSet rows = list.executeQuery()) {
            Set<String> objects = new TreeSet<>();
            while (rows.next()) {
                objects.add(rows.getString(1));
            }
            return objects;
        } catch (SQLException broken) {
            throw DatabaseServer.failed("what is in " + database + " cannot be listed", broken);
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
                        + "bring it to " + made + ", then run ./catwing recover switch " + made + "; or say by "
                        + OPTION
                        + " that it may stay in the former database");
    }
}
