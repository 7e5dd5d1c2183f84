package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A new version's migrations beside processes of the version before. */
class LockInTurnsIT {
    private static final String WAITS =
            "select count(*) from pg_locks where relation = 'ops.run_step'::regclass and not granted";

    private final Servers.Database database = Servers.emptyDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @Test
    void a_migration_that_waits_for_a_backup_lets_others_read_and_write_meanwhile() throws Exception {
        flyway("35").migrate();
        CompletableFuture<Void> migration;
        try (Connection backup = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection();
                Statement read = backup.createStatement();
                Statement write = other.createStatement()) {
            backup.setAutoCommit(false);
            read.execute("select from ops.run_step");

            migration = CompletableFuture.runAsync(() -> flyway("latest").migrate());
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> count(WAITS) > 0);
            write.execute("set statement_timeout = '60s'");
            write.execute("delete from ops.run_step");

            assertThat(migration).as("the backup goes on").isNotDone();
            backup.rollback();
        }
        migration.get(1, TimeUnit.MINUTES);
        assertThat(count("select count(*) from pg_class where oid = 'ops.run_step'::regclass and relreplident = 'f'"))
                .isOne();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .target(target)
                .load();
    }
}
