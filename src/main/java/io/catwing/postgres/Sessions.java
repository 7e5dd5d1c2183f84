package io.catwing.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** Connections beside the pool. */
public final class Sessions {
    /**
     * Executed first in each session, including those of the pool. With a {@code search_path}, whoever may create objects
     * in one of its schemas could shadow ours.
     */
    public static final String EMPTY_SEARCH_PATH = "set search_path = ''";

    /** PostgreSQL notices within a minute that our machine has gone, and gives back what the session held. By default it takes hours. */
    public static final String WATCHED =
            "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

    /** Properties of the driver, also of the pool: we notice within a minute that the server's machine has gone. */
    public static final Map<String, String> WATCHING =
            Map.of("tcpKeepAlive", "true", "socketFactory", WatchedSockets.class.getName());

    /**
     * For backups, restores and recoveries, whose statements and transactions last as long as there are rows: limits of the server
     * or the role, made for people, would end them, as they end no {@code pg_dump}. Of {@code transaction_timeout} servers know since 17.
     */
    public static final String UNLIMITED =
            "select set_config(name, '0', false) from pg_catalog.pg_settings where name in"
                    + " ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout',"
                    + " 'idle_session_timeout')";

    private Sessions() {}

    /**
     * One without limits of time.
     *
     * @param properties of the driver, besides {@link #WATCHING}
     */
    public static Connection open(String url, Properties properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.putAll(WATCHING);
        Connection connection = DriverManager.getConnection(url, all);
        try (Statement statement = connection.createStatement()) {
            statement.execute(EMPTY_SEARCH_PATH + "; " + WATCHED + "; " + UNLIMITED);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }
}
