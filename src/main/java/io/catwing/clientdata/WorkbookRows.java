package io.catwing.clientdata;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.postgres.SqlFile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A client's rows of one kind of workbook, within a transaction that has the lock on them. */
final class WorkbookRows implements RowSink<SQLException>, AutoCloseable {
    private static final int BATCH = 1000;

    private final Connection connection;
    private final WorkbookStep step;
    private final PreparedStatement rows;
    private final PreparedStatement rejects;
    private int waitingRows;
    private int waitingRejects;

    WorkbookRows(Connection connection, WorkbookStep step) throws SQLException {
        this.connection = connection;
        this.step = step;
        execute("lock-workbook", "client-data " + step.client() + " " + step.kind());
        rows = prepare("write-" + step.kind().table().replace('_', '-'));
        rejects = prepare("write-reject");
    }

    /**
     * Rows, rejects and ledger entries, from either place.
     *
     * @return how many rows there were
     */
    long forget() throws SQLException {
        Array keys = connection.createArrayOf(
                "text",
                step.kind().places().stream()
                        .map(place -> new ObjectKey(Area.CLIENT_DATA, step.client() + "/" + place).toString())
                        .toArray());
        execute("forget-rejects", keys);
        execute("forget-ledger", keys);
        String sql = SqlFile.read(
                "client-data/forget-rows", Map.of("table", step.kind().table()));
        try (PreparedStatement forget = connection.prepareStatement(sql)) {
            forget.setString(1, step.client().value());
            return forget.executeUpdate();
        }
    }

    @Override
    public void row(int number, Object[] values) throws SQLException {
        int at = 1;
        rows.setString(at++, step.client().value());
        if (step.kind().isNumbered()) {
            rows.setInt(at++, number);
        }
        for (Object value : values) {
            bind(rows, at++, value);
        }
        rows.addBatch();
        if (++waitingRows == BATCH) {
            rows.executeBatch();
            waitingRows = 0;
        }
    }

    @Override
    public void rejected(Rejection rejection) throws SQLException {
        rejects.setString(1, step.object().key().toString());
        rejects.setString(2, rejection.sheet());
        rejects.setInt(3, rejection.row());
        rejects.setString(4, rejection.column());
        rejects.setString(5, rejection.reason());
        rejects.setString(6, rejection.value().replace("\0", ""));
        rejects.setString(7, step.client().value());
        rejects.addBatch();
        if (++waitingRejects == BATCH) {
            rejects.executeBatch();
            waitingRejects = 0;
        }
    }

    /** The last rows, and the entry that says that all are there. */
    void finish(Reading reading) throws SQLException {
        rows.executeBatch();
        rejects.executeBatch();
        execute(
                "write-ledger",
                step.object().key().toString(),
                step.client().value(),
                step.object().etag(),
                reading.rows(),
                reading.rejected(),
                step.run().value(),
                step.kind().rules());
    }

    private void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value instanceof List<?> weekdays) {
            statement.setArray(at, connection.createArrayOf("int2", weekdays.toArray()));
        } else {
            statement.setObject(at, value);
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(SqlFile.read("client-data/" + sql));
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        rejects.close();
    }
}
