package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
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

    /** Close it. */
    ImageLedger ledger() throws SQLException {
        return new ImageLedger(connection, client);
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
    void write(RunId run, List<StoredImage> images) throws SQLException {
        List<StoredImage> fine = images.stream().filter(StoredImage::fine).toList();
        try (PreparedStatement statement = prepare("write-images")) {
            statement.setString(1, client.value());
            set(statement, 2, TEXT, fine, StoredImage::productId);
            set(statement, 3, TEXT, fine, image -> image.object().key().toString());
            set(statement, 4, TEXT, fine, image -> image.object().etag());
            set(statement, 5, "bigint", fine, image -> image.object().bytes());
            set(statement, 6, "integer", fine, StoredImage::width);
            set(statement, 7, "integer", fine, StoredImage::height);
            set(statement, 8, TEXT, fine, StoredImage::sha256);
            set(statement, 9, TEXT, fine, StoredImage::url);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = prepare("write-ledger")) {
            statement.setString(1, client.value());
            statement.setString(2, run.value());
            set(statement, 3, TEXT, images, image -> image.object().key().toString());
            set(statement, 4, TEXT, images, image -> StoredImage.version(image.object()));
            set(statement, 5, "integer", images, image -> image.fine() ? 1 : 0);
            statement.executeUpdate();
        }
        List<StoredImage> unreadable =
                images.stream().filter(image -> !image.fine()).toList();
        try (PreparedStatement statement = prepare("write-unreadable")) {
            statement.setString(1, client.value());
            statement.setString(2, run.value());
            set(statement, 3, TEXT, unreadable, image -> image.object().key().toString());
            set(statement, 4, TEXT, unreadable, StoredImage::reason);
            statement.executeUpdate();
        }
    }

    private void set(
            PreparedStatement statement,
            int index,
            String type,
            List<StoredImage> images,
            Function<StoredImage, Object> value)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf(type, images.stream().map(value).toArray()));
    }

    private PreparedStatement prepare(String name) throws SQLException {
        return connection.prepareStatement(SqlFile.read("product-images/" + name));
    }
}
