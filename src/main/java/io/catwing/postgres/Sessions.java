package io.catwing.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections beside the pool. */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** With a {@code search_path}, whoever may create objects in one of its schemas could shadow ours. */
    private static final String EMPTY_SEARCH_PATH = "set search_path = ''";

    /** PostgreSQL notices within a minute that our machine has gone, and gives back what the session held. By default it takes hours. */
    private static final String WATCHED =
            "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

    /**
     * Whatever the server, the database or the role has as its default. Where a transaction saw one moment, its first statement would
     * choose that moment and then wait for an advisory lock, and what the former holder committed would stay unseen.
     */
    private static final String COMMITTED = "set default_transaction_isolation = 'read committed'";

    /**
     * Statements and transactions last as long as there are rows, and wait for each other by advisory locks: limits of the server, the
     * database or the role, made for people, would end them, as they end no {@code pg_dump}. Of {@code transaction_timeout} servers know
     * since 17.
     */
    private static final String UNLIMITED = "select set_config(name, '0', false) from unnest(array['statement_timeout',"
            + " 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout'])"
            + " as name where current_setting(name, true) <> '0'";

    /** Executed first in each session, including those of the pool. */
    public static final String BEGIN = EMPTY_SEARCH_PATH + "; " + WATCHED + "; " + COMMITTED + "; " + UNLIMITED;

    /**
     * Properties of the driver, also of the pool: we notice within a minute that the server's machine has gone; and what has been
     * demoted, or stands first among several hosts, is not written to. What the URL says of the latter counts more.
     */
    public static final Map<String, String> DRIVER = Map.of(
            "tcpKeepAlive", "true", "socketFactory", WatchedSockets.class.getName(), "targetServerType", "primary");

    private Sessions() {}

    /**
     * A lock of the session was not there to be given back. Where a pooler gives each transaction another session of the server, it stays
     * with that one, which nobody here can reach.
     *
     * @param what was locked
     */
    public static void tellLost(String what) {
        LOG.warn(
                "the lock of {} was not the session's any more: nobody may have been held off, or is held off from now on; CATWING_DB_URL"
                        + " names PostgreSQL itself, or a pooler that gives each connection a session of its own (pgbouncer:"
                        + " pool_mode = session)",
                what);
    }

    /**
     * One of its own, closed by the caller.
     *
     * @param properties of the driver, besides {@link #DRIVER}
     */
    public static Connection open(String url, Properties properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.putAll(DRIVER);
        Connection connection = DriverManager.getConnection(url, all);
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }
}
