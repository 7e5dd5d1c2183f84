package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.failure.AbortingFailure;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** The sessions of the pool, whatever the server, the database or the role has as its defaults. */
class PoolIT {
    private final Servers.Database database = Servers.emptyDatabase();

    /** With one session at a time. */
    private HikariDataSource pool(String parameters) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("spring.datasource.hikari.maximum-pool-size", "1")
                .withProperty("spring.datasource.hikari.minimum-idle", "0");
        DatabaseSettings settings = new DatabaseSettings(database.url() + parameters, database.user(), "");
        return (HikariDataSource) new ServersConfiguration(settings, null, null).dataSource(environment, true);
    }

    private void byDefault(String setting, String value) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + connection.getCatalog() + " set " + setting + " = '" + value + "'");
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String ask(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return ask(connection, sql);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void each_statement_sees_what_was_committed_before_it_also_after_a_stage_that_wanted_one_moment(boolean before)
            throws SQLException {
        if (before) {
            byDefault("default_transaction_isolation", "serializable");
        }
        try (HikariDataSource pool = pool("")) {
            assertThat(ask(pool, "show transaction_isolation")).isEqualTo("read committed");
            if (!before) {
                byDefault("default_transaction_isolation", "serializable");
                pool.getHikariPoolMXBean().softEvictConnections();
            }
            assertThat(ask(pool, "show transaction_isolation")).isEqualTo("read committed");

            try (Connection connection = pool.getConnection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                assertThat(ask(connection, "show transaction_isolation")).isEqualTo("repeatable read");
            }
            assertThat(ask(pool, "show transaction_isolation")).isEqualTo("read committed");
        }
    }

    @Test
    void no_limit_of_time_that_people_have_ends_what_a_stage_is_at() throws SQLException {
        List<String> limits = List.of(
                "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout");
        for (String limit : limits) {
            byDefault(limit, "1h");
        }
        try (HikariDataSource pool = pool("")) {
            for (String limit : limits) {
                assertThat(ask(pool, "show " + limit)).as(limit).isEqualTo("0");
            }
        }
    }

    @Test
    void a_server_that_only_reads_is_none_to_begin_on_unless_the_url_says_so() throws SQLException {
        byDefault("default_transaction_read_only", "on");

        assertThatThrownBy(() -> pool(""))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("HINT: check CATWING_DB_URL, that the server runs and may be written to");
        try (HikariDataSource pool = pool("?targetServerType=any")) {
            assertThat(ask(pool, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_session_whose_server_was_demoted_does_not_come_back_to_the_pool() throws SQLException {
        try (HikariDataSource pool = pool("")) {
            String former;
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                former = ask(connection, "select pg_backend_pid()");
                statement.execute("set default_transaction_read_only = on");

                assertThatThrownBy(() -> statement.execute("create table public.a (b int)"))
                        .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                                .isEqualTo("25006"));
            }

            assertThat(ask(pool, "select pg_backend_pid()")).isNotEqualTo(former);
        }
    }
}
