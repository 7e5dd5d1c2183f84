package io.catwing.load.rebuild;

import io.catwing.client.Model;
import io.catwing.load.mapping.KeyHash;
import io.catwing.postgres.SqlFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that an interrupted bulk replay left in a table, read back so that it can continue. Called by {@link BulkReplay}. */
record StoredKeys(DataSource database, BulkUnit unit) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);

    /** The table has rows of the client. */
    boolean any() throws SQLException {
        String ask = SqlFile.read("load/ask-rows-of-client", Map.of("head", head()));
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ask)) {
            statement.setString(1, unit.client.id().value());
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /**
     * Into the unit's own.
     *
     * @param limit how many a unit may keep in memory
     * @return false if the table has more: then the unit can claim none, and all of it is left to the ordinary load
     */
    boolean read(long limit) throws SQLException {
        String copy = SqlFile.read(
                "load/read-keys",
                Map.of(
                        "key_columns",
                        String.join(", ", Model.of(unit.spec.entity()).head().keyColumns()),
                        "head",
                        head(),
                        "most",
                        Long.toString(limit + 1)));
        MessageDigest sha256 = KeyHash.sha256();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement set = connection.prepareStatement(SqlFile.read("load/set-client"))) {
                set.setString(1, unit.client.id().value());
                set.execute();
                CopyOut keys =
                        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
                for (byte[] row = keys.readFromCopy(); row != null; row = keys.readFromCopy()) {
                    int dateFrom = row.length - 1 - "2026-02-24".length();
                    LocalDate date = LocalDate.parse(
                            new String(row, dateFrom, row.length - 1 - dateFrom, StandardCharsets.US_ASCII));
                    ByteBuffer hash = KeyHash.of(sha256, row, 0, dateFrom - 1);
                    unit.seen().putIfAbsent(hash.getLong(), hash.getLong(), Math.toIntExact(date.toEpochDay()));
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        if (unit.seen().size() <= limit) {
            return true;
        }
        LOG.info(
                "run {}: {} of {} is left to the ordinary load: the table has more keys than the {} of catwing.load.bulk-keys",
                unit.run,
                unit.spec.entity(),
                unit.client.id(),
                limit);
        return false;
    }

    private String head() {
        return "general." + Model.of(unit.spec.entity()).head().name();
    }
}
