package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTextIT {
    private static final String COPY = "copy t (x) from stdin (format csv)";

    /** The limit is only there so that a hang fails and does not last. */
    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, IllegalStateException.class})
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatever_is_thrown_amid_a_copy_the_transaction_is_rolled_back(Class<? extends Throwable> kind)
            throws Exception {
        Throwable thrown = kind.getConstructor().newInstance();
        try (Connection connection = Servers.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement sql = connection.createStatement()) {
                sql.execute("create temporary table t (x integer)");
                connection.commit();

                assertThatThrownBy(() -> CopyText.send(connection, COPY, out -> {
                            out.write("1\n");
                            CopyTextIT.<RuntimeException>raise(thrown);
                        }))
                        .isSameAs(thrown);
                connection.rollback();

                assertThat(rows(sql)).isZero();
            }
        }
    }

    @Test
    void all_rows_are_there_after_a_copy() throws SQLException, IOException {
        try (Connection connection = Servers.database().dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create temporary table t (x integer)");

            CopyText.send(connection, COPY, out -> {
                for (int i = 0; i < 100_000; i++) {
                    out.append(String.valueOf(i)).append('\n');
                }
            });

            assertThat(rows(sql)).isEqualTo(100_000);
        }
    }

    private static int rows(Statement sql) {
        try (ResultSet row = sql.executeQuery("select count(*) from t")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
