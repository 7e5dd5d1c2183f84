package io.catwing.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ServersIT {

    @Test
    void each_database_is_migrated_and_apart_from_the_others() {
        JdbcTemplate one = new JdbcTemplate(Servers.database().dataSource());
        JdbcTemplate other = new JdbcTemplate(Servers.database().dataSource());

        one.update("insert into ops.run (run_id, command) values ('r', 'fetch')");

        assertThat(one.queryForObject("select count(*) from ops.run", Long.class))
                .isEqualTo(1);
        assertThat(other.queryForObject("select count(*) from ops.run", Long.class))
                .isZero();
    }
}
