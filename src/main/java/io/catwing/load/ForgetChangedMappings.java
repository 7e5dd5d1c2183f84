package io.catwing.load;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Model;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.load.ChangedMappings.Part;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Forgets the rows of an entity whose mapping has changed since they were loaded, with their rejects and their ledger
 * entries, so that the load that follows makes all of them anew. Without that, rows whose key the new mapping no longer
 * gives would stay, and the database would differ from a rebuilt one. Nothing is deleted that the bucket cannot bring back.
 * Called by the route {@code load}.
 */
@Component
public class ForgetChangedMappings {
    private static final Logger LOG = LoggerFactory.getLogger(ForgetChangedMappings.class);

    /** Variable: what became of them. */
    static final String CHANGED = "loadChangedMappings";

    private final Clients clients;
    private final DataSource database;
    private final RawFiles rawFiles;
    private final MissingFiles missingFiles;

    public ForgetChangedMappings(Clients clients, DataSource database, RawFiles rawFiles, MissingFiles missingFiles) {
        this.clients = clients;
        this.database = database;
        this.rawFiles = rawFiles;
        this.missingFiles = missingFiles;
    }

    /**
     * Does nothing for an order of some days only: it could not bring the other days back. The ledger then keeps that files were
     * remapped, for the next load of all days.
     *
     * @throws io.catwing.failure.Failure when the bucket or the database is away; nothing is deleted before all clients' files were
     *     found
     */
    public Job forget(@Body Job job, Exchange exchange) {
        ChangedMappings mappings = new ChangedMappings(new LinkedHashSet<>(), new LinkedHashMap<>());
        exchange.setVariable(CHANGED, mappings);
        if (job.from() != null || job.to() != null) {
            return job;
        }
        try {
            find(changed(job), mappings);
            for (Iterator<Part> parts = mappings.forgotten().iterator(); parts.hasNext(); ) {
                Part part = parts.next();
                if (forget(part)) {
                    LOG.info(
                            "run {}: the mapping of {} {} has changed: all of it is loaded again",
                            job.run(),
                            part.client(),
                            part.entity());
                } else {
                    parts.remove();
                }
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "rows of a changed mapping cannot be forgotten: " + broken.getMessage(),
                    "is PostgreSQL running? run ./catwing load again: it loads all that was forgotten until then",
                    broken);
        }
        return job;
    }

    private Map<ClientId, Set<Entity>> changed(Job job) throws SQLException {
        Map<ClientId, Set<Entity>> changed = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (ClientId id : job.clients()) {
                Set<Entity> entities = changed(connection, clients.get(id));
                entities.retainAll(job.entities());
                if (!entities.isEmpty()) {
                    changed.put(id, entities);
                }
            }
        }
        return changed;
    }

    private void find(Map<ClientId, Set<Entity>> changed, ChangedMappings mappings) {
        try (Stream<List<RawFile>> listed = ClientListings.of(List.copyOf(changed.keySet()), this::list)) {
            Iterator<List<RawFile>> ofClients = listed.iterator();
            changed.forEach((client, entities) -> {
                Collection<String> loaded = missingFiles.ledger(client, null).keySet();
                Refill refill = new Refill(rawFiles, entities, loaded, ofClients.next());
                for (Entity entity : entities) {
                    if (!refill.isLoaded(entity)) {
                        // Another load has forgotten it since.
                        continue;
                    }
                    Part part = new Part(client, entity);
                    SortedSet<RawKey> lost = refill.lost(entity);
                    if (lost.isEmpty()) {
                        refill.probe(client, entity);
                        mappings.forgotten().add(part);
                    } else {
                        mappings.kept().put(part, kept(part, lost));
                    }
                }
            });
        }
    }

    private List<RawFile> list(ClientId client) {
        try (Stream<RawFile> files = rawFiles.list(client)) {
            return files.toList();
        }
    }

    private static StepResult kept(Part part, SortedSet<RawKey> lost) {
        return StepResult.failed(
                "load",
                part.client(),
                part.entity().toString(),
                null,
                "its mapping has changed, and " + lost.size()
                        + " raw files that were loaded are not in the bucket, the first of them " + lost.first()
                        + ": nothing of it is deleted or loaded"
                        + "\nHINT: check CATWING_S3_ENDPOINT and CATWING_S3_BUCKET; put the files back and run ./catwing load"
                        + " again, or give up their rows by deleting their entries from ops.ledger");
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

    /** @return false where another load has forgotten it since, and loads it or has */
    private boolean forget(Part part) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                lock(connection, part.client(), part.entity());
                boolean still = changed(connection, clients.get(part.client())).contains(part.entity());
                if (still) {
                    forget(connection, part.client(), part.entity());
                }
                connection.commit();
                committed = true;
                return still;
            } finally {
                LoadRawFiles.leave(connection, committed);
            }
        }
    }

    /** In the connection's transaction. */
    public static void forget(Connection connection, ClientId client, Entity entity) throws SQLException {
        Model model = Model.of(entity);
        lock(connection, client, entity);
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

    private static void lock(Connection connection, ClientId client, Entity entity) throws SQLException {
        execute(connection, SqlFile.read("load/lock-entity"), client + " " + entity);
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
