package io.catwing.load.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.load.LoadSettings;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The session whose locks are those of a replay in bulk. */
class BulkHoldIT {
    private final Servers.Database database = Servers.database();

    @Test
    void it_is_not_ended_while_it_waits_for_those_that_fill_and_has_its_limit_again_afterwards() throws SQLException {
        ExecutorService none = Executors.newCachedThreadPool();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set idle_session_timeout = '1h'");
            LoadSettings settings = new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16);
            BulkDatabase bulk = new BulkDatabase(new SingleConnectionDataSource(connection, true), none, settings);

            BulkHold hold = bulk.hold(null);
            assertThat(limit(statement)).isEqualTo("0");
            hold.close();

            assertThat(limit(statement)).isEqualTo("1h");
        } finally {
            none.shutdown();
        }
    }

    private static String limit(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show idle_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }
}
