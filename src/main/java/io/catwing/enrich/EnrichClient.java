package io.catwing.enrich;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.derive.SqlStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Enriches one client in one transaction: either all of its tables are updated, or none. Called by the
 * route {@code enrich-client}.
 */
@Component
public class EnrichClient {
    private static final Logger LOG = LoggerFactory.getLogger(EnrichClient.class);

    private final Clients clients;
    private final DataSource database;
    private final Progress progress;
    private final List<SqlStep> steps;
    private final String checksum;

    public EnrichClient(Clients clients, DataSource database, Progress progress, SqlFolder sql) {
        this.clients = clients;
        this.database = database;
        this.progress = progress;
        steps = sql.steps("enrich");
        checksum = sql.checksum("enrich");
    }

    /**
     * Redoes what was marked since the last time, or everything if the job says full or other SQL files enriched the client then.
     *
     * @return a step result per table: the rows written, and for the supply network its problems
     * @throws QuarantinedFailure when the database refuses the client's data
     * @throws AbortingFailure when the database cannot be reached
     */
    public List<StepResult> enrich(@Body ClientId id, @Variable("enrichJob") Job job) {
        Client client = clients.get(id);
        try (Connection connection = database.getConnection()) {
            Enrichment enrichment = new Enrichment(connection, client, checksum, job.full());
            connection.setAutoCommit(true);
            enrichment.lock();
            try (Progress.Step step = progress.begin("enrich " + id, tables(), "tables")) {
                return inOneTransaction(connection, enrichment, step);
            } finally {
                leave(connection, enrichment);
            }
        } catch (SQLException broken) {
            throw failure(client, broken);
        }
    }

    private long tables() {
        return steps.stream().filter(step -> step.table() != null).count();
    }

    private List<StepResult> inOneTransaction(Connection connection, Enrichment enrichment, Progress.Step step)
            throws SQLException {
        // One snapshot: the marks, and the changes that they are about, from the same moment.
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        List<StepResult> results = enrichment.run(steps, step);
        connection.commit();
        return results;
    }

    /** The session's lock would outlive the connection's return to the pool. */
    private static void leave(Connection connection, Enrichment enrichment) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            enrichment.unlock();
        } catch (SQLException gone) {
            LOG.debug("the connection broke, and the lock of {} went with it", enrichment.client(), gone);
        }
    }

    private static RuntimeException failure(Client client, SQLException broken) {
        if (Failure.isAway(broken)) {
            return new AbortingFailure(
                    "the database failed while " + client.id() + " was enriched: " + broken.getMessage(),
                    "is PostgreSQL running, with room and connections left? run ./catwing enrich again",
                    broken);
        }
        return new QuarantinedFailure(
                "the database refused to enrich " + client.id() + ": " + broken.getMessage(),
                "none of its tables has changed, and what was marked is still marked; "
                        + Failure.hint(broken, "please report the message"),
                broken);
    }
}
