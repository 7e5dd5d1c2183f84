package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.failure.AbortingFailure;
import io.catwing.load.mapping.FileCounters;
import io.catwing.postgres.SqlFile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The locks, the rejects and the ledger entries of one batch's transaction. */
public final class Ledger {
    private final Connection connection;
    private final LoadBatch batch;
    private final String lockName;

    public Ledger(Connection connection, LoadBatch batch) {
        this.connection = connection;
        this.batch = batch;
        this.lockName = batch.client().id() + " " + batch.spec().entity();
    }

    /**
     * All that comes before the rows, in one round trip.
     *
     * @param lock the function that takes the lock on the client's entity
     * @throws AbortingFailure when a replay in bulk has taken the tables' keys off: rows would be there twice
     */
    void begin(String lock) throws SQLException {
        if (begin(lock, true)) {
            RawKey first = batch.files().get(0).key();
            throw new AbortingFailure(
                    first + " is not loaded: a replay in bulk has taken the keys off the tables meanwhile",
                    "wait until it has ended, and run ./catwing load again; if it was killed, that brings the keys back");
        }
    }

    /** The same in a replay in bulk, which has taken them off itself. */
    public void beginInBulk() throws SQLException {
        begin("pg_advisory_xact_lock_shared", false);
    }

    /** @return whether tables lack their keys */
    private boolean begin(String lock, boolean ordinary) throws SQLException {
        String sql = SqlFile.read("load/begin-load", Map.of("lock", lock, "ordinary", Boolean.toString(ordinary)));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Object[] keys = batch.files().stream()
                    .map(RawFile::key)
                    .map(RawKey::toString)
                    .toArray();
            statement.setString(1, lockName);
            statement.setArray(2, connection.createArrayOf("text", keys));
            statement.execute();
            // After the locks.
            statement.getMoreResults();
            try (ResultSet putAside = statement.getResultSet()) {
                putAside.next();
                return putAside.getBoolean(1);
            }
        }
    }

    /** Held until the commit. */
    void lockMerge() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("load/lock-merge"))) {
            statement.setString(1, lockName);
            statement.execute();
        }
    }

    /** All entries in one statement. */
    public void write(List<FileCounters> allCounters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("load/write-ledger"))) {
            int at = 0;
            statement.setArray(
                    ++at, array("text", allCounters, c -> c.file().key().toString()));
            statement.setArray(
                    ++at, array("text", allCounters, c -> c.file().key().date().toString()));
            statement.setArray(++at, array("text", allCounters, c -> c.file().etag()));
            statement.setArray(++at, array("text", allCounters, FileCounters::sha256));
            statement.setArray(++at, array("bigint", allCounters, FileCounters::loaded));
            statement.setArray(++at, array("bigint", allCounters, FileCounters::rejected));
            statement.setArray(++at, array("bigint", allCounters, FileCounters::equal));
            statement.setArray(++at, array("bigint", allCounters, FileCounters::excluded));
            statement.setString(++at, batch.client().id().value());
            statement.setString(++at, batch.spec().entity().toString());
            statement.setString(++at, batch.spec().mappingVersion());
            statement.setString(++at, batch.run().value());
            statement.executeUpdate();
        }
    }

    private Array array(String type, List<FileCounters> allCounters, Function<FileCounters, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, allCounters.stream().map(value).toArray());
    }
}
