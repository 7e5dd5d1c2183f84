package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the database holds of a client's images, one after the other in the order in which S3 lists them; some rows of it are
 * in memory. As it was when it was opened, whatever is written meanwhile. Close it.
 */
final class ImageLedger implements AutoCloseable {
    private static final int FETCHED_ROWS = 1000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean there;

    /** @param connection within a transaction, without which the driver would fetch all rows at once */
    ImageLedger(Connection connection, ClientId client) throws SQLException {
        statement = connection.prepareStatement(SqlFile.read("product-images/read-ledger"));
        try {
            statement.setFetchSize(FETCHED_ROWS);
            statement.setString(1, client.value());
            rows = statement.executeQuery();
            there = rows.next();
        } catch (SQLException failed) {
            statement.close();
            throw failed;
        }
    }

    /** The key that is next; null at the end. */
    String key() throws SQLException {
        return there ? rows.getString(1) : null;
    }

    /** Which version of that object its row is of. */
    String version() throws SQLException {
        return rows.getString(2);
    }

    void next() throws SQLException {
        there = rows.next();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
