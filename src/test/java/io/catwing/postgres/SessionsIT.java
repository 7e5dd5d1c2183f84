package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Servers;
import io.catwing.support.WatchedSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of time that a server, a database or a role has for people. */
class SessionsIT {
    private static final List<String> LIMITS =
            List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout");

    private final Servers.Database database = Servers.emptyDatabase();

    @BeforeEach
    void limits() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String limit : LIMITS) {
                statement.execute("alter database " + connection.getCatalog() + " set " + limit + " = '1h'");
            }
        }
    }

    private static List<String> shown(Statement statement) throws SQLException {
        List<String> shown = new ArrayList<>();
        for (String limit : LIMITS) {
            try (ResultSet row = statement.executeQuery("show " + limit)) {
                row.next();
                shown.add(row.getString(1));
            }
        }
        return shown;
    }

    @Test
    void no_limit_of_time_ends_what_a_session_of_a_backup_or_recovery_is_at() throws SQLException {
        Properties user = new Properties();
        user.setProperty("user", database.user());

        try (Connection connection = Sessions.open(database.url(), user);
                Statement statement = connection.createStatement()) {
            assertThat(shown(statement)).containsOnly("0");
        }
    }

    @Test
    void each_statement_sees_what_was_committed_before_it_whatever_the_database_has_as_its_default()
            throws SQLException {
        Properties user = new Properties();
        user.setProperty("user", database.user());
        try (Connection connection = Sessions.open(database.url(), user);
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + connection.getCatalog()
                    + " set default_transaction_isolation = 'serializable'");
        }

        try (Connection connection = Sessions.open(database.url(), user)) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @Test
    void a_server_whose_machine_has_gone_is_noticed_within_a_minute() throws Exception {
        Properties user = new Properties();
        user.setProperty("user", database.user());

        try (Connection connection = Sessions.open(database.url(), user)) {
            WatchedSession.assertWatched(connection);
        }
    }
}
