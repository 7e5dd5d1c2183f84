package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.Judgement.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty database from a dump, in one transaction that is committed after the last statement. The
 * product's statements must succeed; users' own objects are left out if the role may not create them, and reported.
 */
public final class RestoreDump {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreDump.class);
    private static final int BUFFER = 1 << 16;

    /** Class of SQLSTATE: the server or its disk, not the statement. */
    private static final Set<String> NOT_THE_STATEMENT = Set.of("08", "53", "57", "58", "XX");

    private final StatementRules rules;

    /** Only of the product's tables. */
    public RestoreDump() {
        this(List.of());
    }

    /** @param migrations the user's own, whose objects are treated like the product's; one text per file */
    public RestoreDump(List<String> migrations) {
        rules = new StatementRules(ProductObjects.fromMigrations(migrations));
    }

    /**
     * The result of a restore.
     *
     * @param leftOut users' own objects that could not be created, with the reason, in the dump's order
     * @param rows copied, by table
     */
    public record Outcome(List<String> leftOut, TreeMap<String, Long> rows) {}

    /**
     * @param connection to the database, in no transaction; committed at the end, rolled back if anything fails
     * @throws QuarantinedFailure when the dump contains what none of ours contains, or a statement of the product's fails
     */
    public Outcome restore(Connection connection, InputStream dump) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            Restoring restoring = new Restoring(
                    connection, sql, connection.unwrap(PGConnection.class).getCopyAPI());
            Outcome outcome = restoring.all(new DumpReader(dump));
            connection.commit();
            return outcome;
        } catch (SQLException | IOException | RuntimeException | Error failed) {
            rollBack(connection, failed);
            throw failed;
        }
    }

    private static void rollBack(Connection connection, Throwable failed) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            failed.addSuppressed(gone);
        }
    }

    /**
     * Reads a dump to its end without a database: whether it contains only what a restore would send.
     *
     * @throws QuarantinedFailure otherwise
     */
    public void check(InputStream dump) throws IOException {
        DumpReader reader = new DumpReader(dump);
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            Judgement judgement = rules.judge(next);
            if (judgement.copy() != null) {
                reader.rows(judgement.copy().name()).transferTo(OutputStream.nullOutputStream());
            }
        }
        refuseCut(reader);
    }

    private static void refuseCut(DumpReader reader) {
        if (!reader.complete()) {
            throw Refusal.of(reader.line(), "ends without the words that pg_dump ends with");
        }
    }

    /** One restore in progress. */
    private final class Restoring {
        private final Connection connection;
        private final Statement sql;
        private final CopyManager copy;
        private final List<String> leftOut = new ArrayList<>();
        private final TreeMap<String, Long> rows = new TreeMap<>();
        /** Names of tables that could not be created. */
        private final Set<String> missing = new TreeSet<>();

        Restoring(Connection connection, Statement sql, CopyManager copy) {
            this.connection = connection;
            this.sql = sql;
            this.copy = copy;
        }

        Outcome all(DumpReader reader) throws SQLException, IOException {
            sql.execute("set search_path = ''");
            sql.execute("set standard_conforming_strings = on");
            sql.execute("set synchronous_commit = off");
            String transaction = transaction();
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                Judgement judgement = rules.judge(next);
                if (judgement.note() != null) {
                    leftOut.add(judgement.note());
                }
                if (judgement.copy() != null) {
                    rows(next, judgement, reader);
                } else if (judgement.action() != Action.SKIP) {
                    DumpStatement statement = next;
                    run(statement, judgement.action(), () -> sql.execute(statement.sql()));
                }
            }
            refuseCut(reader);
            if (!transaction().equals(transaction)) {
                throw Refusal.of(reader.line(), "was reached in another transaction than it began in");
            }
            return new Outcome(leftOut, rows);
        }

        /** Its id, which is assigned by asking for it. */
        private String transaction() throws SQLException {
            try (ResultSet row = sql.executeQuery("select pg_catalog.pg_current_xact_id()::pg_catalog.text")) {
                row.next();
                return row.getString(1);
            }
        }

        private void rows(DumpStatement statement, Judgement judgement, DumpReader reader)
                throws SQLException, IOException {
            String table = judgement.copy().name();
            try (InputStream lines = reader.rows(table)) {
                if (!missing.contains(table)) {
                    run(
                            statement,
                            judgement.action(),
                            () -> rows.put(table, copy.copyIn(statement.sql(), lines, BUFFER)));
                }
                lines.transferTo(OutputStream.nullOutputStream());
            }
        }

        private void run(DumpStatement statement, Action action, Work work) throws SQLException, IOException {
            Savepoint before = action == Action.MAY ? connection.setSavepoint() : null;
            try {
                work.run();
                if (before != null) {
                    connection.releaseSavepoint(before);
                }
            } catch (SQLException refused) {
                String state = String.valueOf(refused.getSQLState());
                boolean passes =
                        before != null && !NOT_THE_STATEMENT.contains(state.substring(0, Math.min(2, state.length())));
                if (!passes) {
                    throw failed(statement, refused);
                }
                connection.rollback(before);
                leaveOut(statement, refused);
            }
        }

        private void leaveOut(DumpStatement statement, SQLException refused) {
            LOG.info("line {}: {} is left out: {}", statement.line(), statement.called(), refused.getMessage());
            leftOut.add(statement.called() + ": " + firstLine(refused));
            int name = statement.begins("create", "unlogged") ? 3 : statement.begins("create", "foreign") ? 3 : 2;
            if (statement.begins("create") && statement.token(name + 1).is(".")) {
                missing.add(Names.qualified(
                        statement.token(name).value(), statement.token(name + 2).value()));
            }
        }

        private QuarantinedFailure failed(DumpStatement statement, SQLException refused) {
            return new QuarantinedFailure(
                    "line " + statement.line() + " of the dump cannot be restored, " + statement.called() + ": "
                            + firstLine(refused),
                    "nothing was restored and nothing was switched; correct what it names and run the same command again, with"
                            + " --backup to begin with another one, or run ./catwing recover full",
                    refused);
        }
    }

    /** A call to the server. */
    private interface Work {
        void run() throws SQLException, IOException;
    }

    private static String firstLine(SQLException refused) {
        String said = String.valueOf(refused.getMessage());
        return said.lines().findFirst().orElse(said).strip();
    }
}
