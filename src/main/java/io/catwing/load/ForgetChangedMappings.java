package io.catwing.load;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Model;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Forgets the rows of an entity whose mapping has changed since they were loaded, with their rejects and their ledger
 * entries, so that the load that follows makes all of them anew. Without that, rows whose key the new mapping no longer
 * gives would stay, and the database would differ from a rebuilt one. Called by the route {@code load}.
 */
@Component
public class ForgetChangedMappings {
    private static final Logger LOG = LoggerFactory.getLogger(ForgetChangedMappings.class);

    private final Clients clients;
    private final DataSource database;

    public ForgetChangedMappings(Clients clients, DataSource database) {
        this.clients = clients;
        this.database = database;
    }

    /**
     * Does nothing for an order of some days only: it could not bring the other days back. The ledger then keeps that files were
     * remapped, for the next load of all days.
     */
    @Handler
    public Job forget(Job job) {
        if (job.from() != null || job.to() != null) {
            return job;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (ClientId id : job.clients()) {
                    Client client = clients.get(id);
                    for (Entity entity : changed(connection, client)) {
                        if (job.entities().contains(entity)) {
                            forget(connection, id, entity);
                            connection.commit();
                            LOG.info(
                                    "run {}: the mapping of {} {} has changed: all of it is loaded again",
                                    job.run(),
                                    id,
                                    entity);
                        }
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "rows of a changed mapping cannot be forgotten: " + broken.getMessage(),
                    "nothing of them was forgotten; is PostgreSQL running?",
                    broken);
        }
        return job;
    }

    private static Set<Entity> changed(Connection connection, Client client) throws SQLException {
        Set<Entity> changed = EnumSet.noneOf(Entity.class);
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read("load/list-mapping-versions"))) {
            list.setString(1, client.id().value());
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    Entity entity = Entity.parse(rows.getString(1));
                    EntitySpec spec = client.entities().get(entity);
                    // An entity that the client no longer declares keeps its rows: nothing could replace them.
                    if (spec != null && !spec.mappingVersion().equals(rows.getString(2))) {
                        changed.add(entity);
                    }
                }
            }
        }
        return changed;
    }

    /** In the connection's transaction. */
    public static void forget(Connection connection, ClientId client, Entity entity) throws SQLException {
        Model model = Model.of(entity);
        execute(connection, SqlFile.read("load/lock-entity"), client + " " + entity);
        if (model.line() != null) {
            execute(
                    connection,
                    SqlFile.read(
                            "load/forget-rows",
                            Map.of("table", "general." + model.line().name())),
                    client.value());
        }
        execute(
                connection,
                SqlFile.read(
                        "load/forget-rows",
                        Map.of("table", "general." + model.head().name())),
                client.value());
        execute(connection, SqlFile.read("load/forget-rejects"), client.value(), entity.toString());
        execute(connection, SqlFile.read("load/forget-deletions"), client.value(), entity.toString());
        execute(connection, SqlFile.read("load/forget-ledger"), client.value(), entity.toString());
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
