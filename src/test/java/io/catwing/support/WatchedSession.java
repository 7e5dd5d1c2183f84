package io.catwing.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.Socket;
import java.sql.Connection;
import jdk.net.ExtendedSocketOptions;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.jdbc.PgConnection;

/** The socket of a session of PostgreSQL, as the system has it. */
public final class WatchedSession {
    private WatchedSession() {}

    /** That the system asks the other end of its socket, after 30 s of silence and then every 10 s, and takes it for gone after three. */
    public static void assertWatched(Connection connection) throws Exception {
        QueryExecutor executor = connection.unwrap(PgConnection.class).getQueryExecutor();
        Field stream = QueryExecutorBase.class.getDeclaredField("pgStream");
        stream.setAccessible(true);
        Socket socket = ((PGStream) stream.get(executor)).getSocket();
        assertThat(socket.getKeepAlive()).isTrue();
        assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
        assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
        assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
    }
}
