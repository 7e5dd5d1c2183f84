package io.catwing.ml;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** One COPY from text that is generated while it runs. */
final class CopyText {
    private CopyText() {}

    /** Writes all rows. */
    interface Rows {
        void write(Writer out) throws IOException;
    }

    /**
     * @param statement a COPY from stdin
     * @throws SQLException if the database refuses the rows
     */
    static void send(Connection connection, String statement, Rows rows) throws SQLException, IOException {
        PGCopyOutputStream copy = new PGCopyOutputStream(connection.unwrap(PGConnection.class), statement);
        try {
            Writer out = new BufferedWriter(new OutputStreamWriter(copy, StandardCharsets.UTF_8), 1 << 16);
            rows.write(out);
            out.flush();
            copy.endCopy();
        } catch (IOException | RuntimeException | SQLException | Error broken) {
            // Whatever it was: a connection that is left in the middle of a COPY hangs at its rollback, for good.
            cancel(copy, broken);
            throw broken;
        }
    }

    private static void cancel(PGCopyOutputStream copy, Throwable broken) {
        if (copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException ended) {
                broken.addSuppressed(ended);
            }
        }
    }
}
