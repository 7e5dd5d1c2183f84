package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down which file was refused, so that a recovery knows it for no loss. Loading the file takes it away again. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final DataSource database;

    Refusals(DataSource database) {
        this.database = database;
    }

    /** After the load was rolled back. Of a batch of one: otherwise nobody knows yet which file it is. */
    void keep(LoadBatch batch, QuarantinedFailure refused) {
        if (batch.files().size() != 1) {
            return;
        }
        RawFile file = batch.files().get(0);
        try (Connection connection = database.getConnection();
                PreparedStatement row = connection.prepareStatement(SqlFile.read("load/write-refusal"))) {
            int at = 0;
            row.setString(++at, file.key().toString());
            row.setString(++at, file.key().client().value());
            row.setString(++at, file.key().entity().toString());
            row.setDate(++at, Date.valueOf(file.key().date()));
            row.setString(++at, file.etag());
            row.setString(++at, batch.spec().mappingVersion());
            row.setString(++at, String.valueOf(refused.getMessage()).replace('\u0000', '\ufffd'));
            row.setString(++at, batch.run().value());
            row.executeUpdate();
        } catch (SQLException broken) {
            // The failure itself is told and kept as the file's outcome.
            LOG.warn(
                    "run {}: the refusal of {} was not written down: {}", batch.run(), file.key(), broken.getMessage());
        }
    }
}
