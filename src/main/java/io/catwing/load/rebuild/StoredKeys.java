package io.catwing.load.rebuild;

import io.catwing.client.Model;
import io.catwing.load.mapping.KeyHash;
import io.catwing.postgres.SqlFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The keys that an interrupted bulk replay left in a table, read back so that it can continue. Called by {@link BulkReplay}. */
record StoredKeys(DataSource database, BulkUnit unit) {

    /** The table has rows of the client. */
    boolean any() throws SQLException {
        read();
        return unit.seen().size() > 0;
    }

    /** Into the unit's own. */
    void read() throws SQLException {
        Model model = Model.of(unit.spec.entity());
        String copy = SqlFile.read(
                "load/read-keys",
                Map.of(
                        "key_columns",
                        String.join(", ", model.head().keyColumns()),
                        "head",
                        "general." + model.head().name()));
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
    }
}
