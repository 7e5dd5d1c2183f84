package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseHealthTest {

    @Test
    void those_who_ask_for_the_health_at_once_take_one_connection() {
        AtomicInteger connections = new AtomicInteger();
        DatabaseHealth health = new DatabaseHealth(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                connections.incrementAndGet();
                throw new SQLException("the server is away");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        });

        for (int asked = 0; asked < 20; asked++) {
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        }
        assertThat(connections).hasValue(1);
    }
}
