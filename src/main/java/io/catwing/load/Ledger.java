package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.load.mapping.FileCounters;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

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
     */
    public void begin(String lock) throws SQLException {
        String sql = SqlFile.read("load/begin-load", Map.of("lock", lock));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Object[] keys = batch.files().stream()
                    .map(RawFile::key)
                    .map(RawKey::toString)
                    .toArray();
            statement.setString(1, lockName);
            statement.setArray(2, connection.createArrayOf("text", keys));
            statement.execute();
        }
    }

    /** Held until the commit. */
    void lockMerge() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("load/lock-merge"))) {
            statement.setString(1, lockName);
            statement.execute();
        }
    }

    public void write(List<FileCounters> allCounters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("load/write-ledger"))) {
            for (FileCounters counters : allCounters) {
                RawKey key = counters.file().key();
                int at = 0;
                statement.setString(++at, key.toString());
                statement.setString(++at, key.toString());
                statement.setString(++at, key.client().value());
                statement.setString(++at, key.entity().toString());
                statement.setDate(++at, Date.valueOf(key.date()));
                statement.setString(++at, counters.file().etag());
                statement.setString(++at, counters.sha256());
                statement.setString(++at, batch.spec().mappingVersion());
                statement.setLong(++at, counters.loaded());
                statement.setLong(++at, counters.rejected());
                statement.setString(++at, batch.run().value());
                statement.setLong(++at, counters.equal());
                statement.setLong(++at, counters.excluded());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
