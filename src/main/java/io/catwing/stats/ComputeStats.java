package io.catwing.stats;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.DerivedTable;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.postgres.derive.SqlStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Updates one client's statistics, in one transaction that sees one moment of the database: rows, ledger and marks
 * are consistent, whatever is loaded meanwhile. Called by the route {@code compute-stats}.
 */
@Component
public class ComputeStats {
    private static final Logger LOG = LoggerFactory.getLogger(ComputeStats.class);

    private final DataSource database;
    private final Progress progress;
    private final List<SqlStep> steps;
    private final String checksum;

    public ComputeStats(DataSource database, Progress progress, SqlFolder sql) {
        this.database = database;
        this.progress = progress;
        steps = sql.steps("stats");
        checksum = sql.checksum("stats");
    }

    /**
     * What a transaction has to do.
     *
     * @param any whether there is anything to do besides what is always due
     * @param marked whether there are marks to be accounted for, be it only of what is always due
     */
    private record Work(boolean any, boolean everything, boolean marked) {}

    /**
     * All tables, or none.
     *
     * @param full all of them, whatever was touched
     * @return a step result per table
     * @throws QuarantinedFailure when {@code general} does not have the client, or a table cannot be computed
     * @throws AbortingFailure when the database cannot be reached
     */
    @Handler
    public List<StepResult> compute(@Body ClientId id, @Variable("everything") boolean full) {
        String client = id.value();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            ask(connection, "stats/lock-client", client);
            try {
                return computeAlone(connection, id, full);
            } finally {
                leave(connection, client);
            }
        } catch (SQLException broken) {
            throw failure(id, "their transaction", "please report the message", broken);
        }
    }

    private List<StepResult> computeAlone(Connection connection, ClientId id, boolean full) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        Work work = begin(connection, id, full);
        List<StepResult> results = new ArrayList<>();
        try (Progress.Step tables = progress.begin(
                "stats " + id,
                steps.stream().filter(step -> step.table() != null).count(),
                "tables")) {
            for (SqlStep step : steps) {
                long rows = work.any() || step.isAlwaysDue() ? run(connection, id, step, work) : 0;
                if (step.table() != null) {
                    results.add(
                            work.any() || rows > 0
                                    ? StepResult.done("stats", id, step.name(), null, rows, 0, 0)
                                    : StepResult.alreadyThere("stats", id, step.name(), null));
                    tables.advance(1);
                }
            }
        }
        if (work.any() || work.marked()) {
            try (Statement statement = connection.createStatement()) {
                run(statement, SqlFile.read("stats/account-for"));
            }
        }
        connection.commit();
        return results;
    }

    private Work begin(Connection connection, ClientId id, boolean full) throws SQLException {
        String client = id.value();
        String timeZone = ask(connection, "stats/read-client", client);
        if (timeZone == null) {
            throw new QuarantinedFailure(
                    "the statistics of " + client + " cannot be computed: general.client does not have its time zone",
                    "run ./catwing enrich --client " + client + " first, which takes it from the client's file");
        }
        ask(connection, "stats/begin-stats", client, timeZone, checksum);
        try (Statement statement = connection.createStatement()) {
            run(statement, SqlFile.read("stats/find-pending"));
            try (ResultSet row = statement.executeQuery(SqlFile.read("stats/ask-pending"))) {
                row.next();
                Work work = new Work(full || row.getBoolean(1), full || row.getBoolean(2), row.getBoolean(3));
                ask(connection, "stats/set-everything", Boolean.toString(work.everything()));
                return work;
            }
        } catch (SQLException broken) {
            throw failure(id, "what is touched", "please report the message", broken);
        }
    }

    /** @return the rows that the step wrote */
    private static long run(Connection connection, ClientId client, SqlStep step, Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean all = work.everything() && step.table() != null;
            if (all && !step.isQuery()) {
                run(statement, SqlFile.read("stats/clear-table", Map.of("table", step.name())));
            }
            long rows = step.isQuery()
                    ? DerivedTable.write(connection, step, work.everything())
                    : run(statement, step.sql());
            if (all) {
                // Its rows are all new: queries that read them next, here or later, must not be planned as for an empty
                // table.
                run(
                        statement,
                        SqlFile.read("stats/analyze-table", Map.of("table", step.name(), "rows", Long.toString(rows))));
            }
            return rows;
        } catch (SQLException broken) {
            throw failure(
                    client,
                    step.table() == null ? "what is touched" : step.name(),
                    step.own() ? "correct " + step.file() : "please report the message",
                    broken);
        }
    }

    /** @return the rows of the last of the statements */
    private static long run(Statement statement, String sql) throws SQLException {
        statement.execute(sql);
        long rows = 0;
        do {
            rows = Math.max(statement.getLargeUpdateCount(), 0);
        } while (statement.getMoreResults() || statement.getLargeUpdateCount() >= 0);
        return rows;
    }

    /** @return the first value of the last statement's first row, null if there is none */
    private static String ask(Connection connection, String file, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read(file))) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            String answer = null;
            boolean rows = statement.execute();
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    ResultSet row = statement.getResultSet();
                    answer = row.next() ? row.getString(1) : null;
                }
                rows = statement.getMoreResults();
            }
            return answer;
        }
    }

    private static void leave(Connection connection, String client) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (!"true".equals(ask(connection, "stats/unlock-client", client))) {
                Sessions.tellLost("the statistics of " + client);
            }
        } catch (SQLException gone) {
            LOG.debug("the lock of the statistics of {} went with its connection", client, gone);
        }
    }

    private static RuntimeException failure(ClientId client, String what, String next, SQLException broken) {
        if (Failure.isAway(broken)) {
            return new AbortingFailure(
                    "the database failed while the statistics of " + client + " were computed (" + what + "): "
                            + broken.getMessage(),
                    "is PostgreSQL running, with room and connections left? run ./catwing stats again: nothing is half done",
                    broken);
        }
        return new QuarantinedFailure(
                "the statistics of " + client + " cannot be computed (" + what + "): " + broken.getMessage(),
                "they stay as they were; " + Failure.hint(broken, next),
                broken);
    }
}
