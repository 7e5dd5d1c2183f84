package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What people have put into the live database beside the product's tables, and a new database lacks. */
final class LeftBehind {
    /** With which a person says that it may be left behind. */
    static final String OPTION = "--leave-behind";

    private LeftBehind() {}

    /**
     * Schemas, tables, views, columns, functions and extensions, each as {@code table own.notes}. Columns of a table that
     * is lacking as a whole are not named apart.
     */
    static List<String> objects(DatabaseServer server, DatabaseName live, DatabaseName made) {
        Set<String> lacking = objects(server, live);
        lacking.removeAll(objects(server, made));
        return lacking.stream()
                .filter(object -> !ofLackingTable(object, lacking))
                .toList();
    }

    private static boolean ofLackingTable(String object, Collection<String> lacking) {
        return object.startsWith("column ")
                && lacking.stream()
                        .filter(other -> other.startsWith("table "))
                        .anyMatch(table -> object.startsWith("column " + table.substring("table ".length()) + "."));
    }

    private static Set<String> objects(DatabaseServer server, DatabaseName database) {
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
                "bring it to " + made + ", then run ./catwing recover switch " + made + "; or say by " + OPTION
                        + " that it may stay in the former database");
    }
}
