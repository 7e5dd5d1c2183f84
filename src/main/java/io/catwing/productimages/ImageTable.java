package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.run.RunId;
import io.catwing.sql.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One client's rows of {@code general.product_image} and what the ledger says of them, within one transaction. */
final class ImageTable {
    private static final String TEXT = "text";

    private final Connection connection;
    private final ClientId client;

    ImageTable(Connection connection, ClientId client) {
        this.connection = connection;
        this.client = client;
    }

    /** Other loads of this client wait until the commit. */
    void lock() throws SQLException {
        try (PreparedStatement statement = prepare("lock-client")) {
            statement.setString(1, client.value());
            statement.execute();
        }
    }

    /** Keys and the versions that the rows are of. */
    Map<String, String> ledger() throws SQLException {
        Map<String, String> ledger = new HashMap<>();
        try (PreparedStatement statement = prepare("read-ledger")) {
            statement.setString(1, client.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ledger.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return ledger;
    }

    void forget(Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = prepare("forget-objects")) {
            for (int i = 1; i <= 6; i += 2) {
                statement.setString(i, client.value());
                statement.setArray(i + 1, connection.createArrayOf(TEXT, keys.toArray()));
            }
            statement.executeUpdate();
        }
    }

    /** Of which nothing is known, any longer or yet. */
    void write(RunId run, List<StoredPicture> pictures) throws SQLException {
        List<StoredPicture> fine = pictures.stream().filter(StoredPicture::fine).toList();
        try (PreparedStatement statement = prepare("write-images")) {
            statement.setString(1, client.value());
            set(statement, 2, TEXT, fine, StoredPicture::productId);
            set(statement, 3, TEXT, fine, picture -> picture.object().key().toString());
            set(statement, 4, TEXT, fine, picture -> picture.object().etag());
            set(statement, 5, "bigint", fine, picture -> picture.object().bytes());
            set(statement, 6, "integer", fine, StoredPicture::width);
            set(statement, 7, "integer", fine, StoredPicture::height);
            set(statement, 8, TEXT, fine, StoredPicture::sha256);
            set(statement, 9, TEXT, fine, StoredPicture::url);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = prepare("write-ledger")) {
            statement.setString(1, client.value());
            statement.setString(2, run.value());
            set(statement, 3, TEXT, pictures, picture -> picture.object().key().toString());
            set(statement, 4, TEXT, pictures, picture -> StoredPicture.version(picture.object()));
            set(statement, 5, "integer", pictures, picture -> picture.fine() ? 1 : 0);
            statement.executeUpdate();
        }
        List<StoredPicture> unreadable =
                pictures.stream().filter(picture -> !picture.fine()).toList();
        try (PreparedStatement statement = prepare("write-unreadable")) {
            statement.setString(1, client.value());
            statement.setString(2, run.value());
            set(statement, 3, TEXT, unreadable, picture -> picture.object()
                    .key()
                    .toString());
            set(statement, 4, TEXT, unreadable, StoredPicture::reason);
            statement.executeUpdate();
        }
    }

    private void set(
            PreparedStatement statement,
            int index,
            String type,
            List<StoredPicture> pictures,
            Function<StoredPicture, Object> value)
            throws SQLException {
        statement.setArray(
                index,
                connection.createArrayOf(type, pictures.stream().map(value).toArray()));
    }

    private PreparedStatement prepare(String name) throws SQLException {
        return connection.prepareStatement(SqlFile.read("product-images/" + name));
    }
}
