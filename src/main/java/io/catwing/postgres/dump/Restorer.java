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
import java.util.OptionalLong;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that sends what a dump says. The product's statements must succeed; users' own objects are left out if the
 * role may not create them, and reported.
 */
final class Restorer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);
    private static final int BUFFER = 1 << 16;

    /** Class of SQLSTATE: the server or its disk, not the statement. */
    private static final Set<String> NOT_THE_STATEMENT = Set.of("08", "53", "57", "58", "XX");

    private final Connection connection;
    private final Statement sql;
    private final CopyManager copy;
    private final LeftOut leftOut;

    /** @param connection in no transaction; not closed with this */
    Restorer(Connection connection, LeftOut leftOut) throws SQLException {
        this.connection = connection;
        this.leftOut = leftOut;
        connection.setAutoCommit(false);
        sql = connection.createStatement();
        sql.setEscapeProcessing(false);
        copy = connection.unwrap(PGConnection.class).getCopyAPI();
        sql.execute("set search_path = ''");
        sql.execute("set standard_conforming_strings = on");
        sql.execute("set synchronous_commit = off");
        connection.commit();
    }

    /** Work of a transaction. */
    interface Work {
        void run() throws SQLException, IOException;
    }

    /**
     * Commits what was done, or rolls it back where it fails.
     *
     * @throws QuarantinedFailure when something in it has ended the transaction
     */
    void transaction(Work work) throws SQLException, IOException {
        try {
            String id = transactionId();
            work.run();
            if (!transactionId().equals(id)) {
                throw new QuarantinedFailure("the dump has ended a transaction that it did not begin", Refusal.HINT);
            }
            connection.commit();
        } catch (SQLException | IOException | RuntimeException | Error failed) {
            try {
                connection.rollback();
            } catch (SQLException gone) {
                failed.addSuppressed(gone);
            }
            throw failed;
        }
    }

    /** Its id, which is assigned by asking for it. */
    private String transactionId() throws SQLException {
        try (ResultSet row = sql.executeQuery("select pg_catalog.pg_current_xact_id()::pg_catalog.text")) {
            row.next();
            return row.getString(1);
        }
    }

    void run(DumpStatement statement, Action action) throws SQLException, IOException {
        attempt(statement, action, () -> sql.execute(statement.sql()));
    }

    /** Without processes of the server's that help to make an index, for this transaction. */
    void withoutHelpers() throws SQLException {
        sql.execute("set local max_parallel_maintenance_workers = 0");
    }

    /**
     * @param lines read to their end
     * @return how many rows came; empty where the table is left out
     */
    OptionalLong rows(DumpStatement statement, Judgement judgement, InputStream lines)
            throws SQLException, IOException {
        long[] rows = new long[1];
        boolean came = rows(statement, judgement, () -> rows[0] = copy(statement, lines));
        lines.transferTo(OutputStream.nullOutputStream());
        return came ? OptionalLong.of(rows[0]) : OptionalLong.empty();
    }

    /**
     * All of a table's rows, or none.
     *
     * @param copies that send them
     * @return false where the table is left out
     */
    boolean rows(DumpStatement statement, Judgement judgement, Work copies) throws SQLException, IOException {
        String table = judgement.copy().name();
        if (leftOut.isMissing(table)) {
            return false;
        }
        boolean came = attempt(statement, judgement.action(), copies);
        if (!came) {
            leftOut.addMissing(table);
        }
        return came;
    }

    /** @return how many rows came */
    long copy(DumpStatement statement, InputStream lines) throws SQLException, IOException {
        return copy.copyIn(statement.sql(), lines, BUFFER);
    }

    /** @return false where it is left out */
    private boolean attempt(DumpStatement statement, Action action, Work work) throws SQLException, IOException {
        Savepoint before = action == Action.MAY ? connection.setSavepoint() : null;
        try {
            work.run();
            if (before != null) {
                connection.releaseSavepoint(before);
            }
            return true;
        } catch (SQLException refused) {
            String state = String.valueOf(refused.getSQLState());
            boolean passes =
                    before != null && !NOT_THE_STATEMENT.contains(state.substring(0, Math.min(2, state.length())));
            if (!passes) {
                throw failed(statement, refused);
            }
            connection.rollback(before);
            leaveOut(statement, refused);
            return false;
        }
    }

    private void leaveOut(DumpStatement statement, SQLException refused) {
        LOG.info("line {}: {} is left out: {}", statement.line(), statement.called(), refused.getMessage());
        leftOut.add(statement.line(), statement.called() + ": " + firstLine(refused));
        statement.created().ifPresent(leftOut::addMissing);
    }

    private static QuarantinedFailure failed(DumpStatement statement, SQLException refused) {
        return new QuarantinedFailure(
                "line " + statement.line() + " of the dump cannot be restored, " + statement.called() + ": "
                        + firstLine(refused),
                "nothing was restored and nothing was switched; correct what it names and run the same command again, with"
                        + " --backup to begin with another one, or run ./catwing recover full",
                refused);
    }

    private static String firstLine(SQLException refused) {
        String said = String.valueOf(refused.getMessage());
        return said.lines().findFirst().orElse(said).strip();
    }

    /** Ends what it is at, from another thread. */
    void cancel() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException gone) {
            LOG.debug("a session that restores cannot be told to stop", gone);
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
