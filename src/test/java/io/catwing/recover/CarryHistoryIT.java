package io.catwing.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.app.ServerAddresses;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class CarryHistoryIT {
    private final Servers.Database live = Servers.database();
    private final Servers.Database made = Servers.database();
    private final DatabaseServer server = new DatabaseServer(
            new ServerAddresses(live.url(), live.user(), "", Map.of()),
            new RecoverSettings("postgres", "0 0 6 ? * SUN", ZoneOffset.UTC, Duration.ofDays(8), 0));

    @Test
    void a_run_that_begins_while_the_history_is_carried_keeps_nothing_of_it_back() throws Exception {
        String run = "insert into ops.run (run_id, command) values ('%s', 'fetch')";
        new JdbcTemplate(live.dataSource()).execute(run.formatted("before"));
        CompletableFuture<Optional<String>> carried;
        try (Connection holding = made.dataSource().getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            // So that the runs are carried, and their steps not yet.
            statement.execute("lock table ops.run_step");
            carried = CompletableFuture.supplyAsync(() -> new CarryHistory(server)
                    .carry(server.live(), new DatabaseName(made.url().replaceAll(".*/", ""))));
            await().until(() -> new JdbcTemplate(made.dataSource())
                    .queryForObject(
                            "select count(*) = 1 from pg_locks where relation = 'ops.run_step'::regclass and not granted",
                            Boolean.class));
            new JdbcTemplate(live.dataSource()).execute(run.formatted("meanwhile"));
            new JdbcTemplate(live.dataSource())
                    .execute("insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome)"
                            + " values ('meanwhile', 'fetch', 'CW-000200', 'products', '2026-02-11', 'DONE')");
            holding.commit();
        }

        assertThat(carried.get()).isEmpty();
        assertThat(new JdbcTemplate(made.dataSource()).queryForList("select run_id from ops.run", String.class))
                .containsExactly("before");
    }
}
