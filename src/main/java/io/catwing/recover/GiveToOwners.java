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
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the database that is switched to, and what our role owns in it, to those who own the live one. The role that recovers
 * may be another than the one that loads (docs/reference/roles.sql), which could not use it otherwise.
 */
final class GiveToOwners {
    private static final Logger LOG = LoggerFactory.getLogger(GiveToOwners.class);

    private final DatabaseServer server;

    GiveToOwners(DatabaseServer server) {
        this.server = server;
    }

    /**
     * All of it or nothing.
     *
     * @throws AbortingFailure where our role may not
     */
    void give(DatabaseName live, DatabaseName made) {
        String owner = server.owner(live);
        String ofTables = ownerOfTables(live, "recover/read-owner-of-tables").orElse(owner);
        try (Connection connection = server.connect(made);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Whoever looks at a table is told of, and not waited for.
            statement.execute("set local lock_timeout = '10s'");
            if (!ofTables.equals(owner)) {
                statement.execute(
                        SqlFile.read("postgres/allow-restore", Map.of("database", made.quoted(), "role", ofTables)));
            }
            if (!owner.equals(server.owner(made))) {
                statement.execute(
                        SqlFile.read("recover/give-database", Map.of("database", made.quoted(), "owner", owner)));
            }
            if (!ofTables.equals(name(statement, "select quote_ident(current_user)"))) {
                for (String gift : gifts(statement, ofTables)) {
                    statement.execute(gift);
                }
            }
            connection.commit();
        } catch (SQLException refused) {
            throw new AbortingFailure(
                    made + " cannot be given to " + owner + ", who owns " + live
                            + (ofTables.equals(owner) ? "" : ", and its tables to " + ofTables) + ": "
                            + refused.getMessage(),
                    "nothing was switched; make the user of catwing a member of these roles and end the sessions in "
                            + made + ", then run ./catwing recover switch " + made,
                    refused);
        }
    }

    /** The owner of the live tables, where our role may give it nothing. Empty where the live database is too broken to say. */
    Optional<String> outOfReach(DatabaseName live) {
        return ownerOfTables(live, "recover/find-owner-out-of-reach");
    }

    /** A database may be another's than its tables. Empty where the live one is too broken to say. */
    private Optional<String> ownerOfTables(DatabaseName live, String sql) {
        try (Connection connection = server.connect(live);
                Statement statement = connection.createStatement()) {
            return Optional.ofNullable(name(statement, SqlFile.read(sql)));
        } catch (SQLException | AbortingFailure broken) {
            LOG.warn("whose tables those of {} are cannot be read", live, broken);
            return Optional.empty();
        }
    }

    private static String name(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static List<String> gifts(Statement statement, String owner) throws SQLException {
        try (ResultSet rows = statement.executeQuery(SqlFile.read("recover/list-gifts", Map.of("owner", owner)))) {
            List<String> gifts = new ArrayList<>();
            while (rows.next()) {
                gifts.add(rows.getString(1));
            }
            return gifts;
        }
    }

    /**
     * What a person should know where there is no live database to tell the owners: empty where our role can hardly have
     * recovered for another.
     *
     * @param restoring a role that does not load either
     */
    Optional<String> noteWithoutLive(DatabaseName live, String restoring) {
        List<String> others = new ArrayList<>();
        try (Connection connection = server.connectBeside();
                PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-other-roles"))) {
            list.setString(1, restoring);
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    others.add(rows.getString(1));
                }
            }
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the server cannot be asked about its roles", broken);
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        live + " belongs to " + server.user() + ", since there was no former one to tell whose it is;"
                                + " if another role loads (" + String.join(", ", others)
                                + "), let a superuser run in it: reassign owned by " + server.user() + " to …");
    }
}
