package io.catwing.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

    private Sessions() {}

    /** @param properties of the driver */
    public static Connection open(String url, Properties properties) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(EMPTY_SEARCH_PATH + "; " + WATCHED);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }
}
