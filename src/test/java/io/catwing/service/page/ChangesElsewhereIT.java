package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.support.Servers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ChangesElsewhereIT {
    private final JdbcClient jdbc = JdbcClient.create(Servers.database().dataSource());
    private final Updates updates = new Updates();
    private final ChangesElsewhere elsewhere = new ChangesElsewhere(jdbc, updates);

    @AfterEach
    void stop() {
        elsewhere.stop();
        updates.stop();
    }

    @Test
    void a_page_is_told_of_what_another_process_has_written() throws Exception {
        elsewhere.look();
        long page = updates.version();
        elsewhere.look();
        assertThat(UpdatesTest.first(updates, page)).as("nothing has changed").doesNotContain("data:");

        jdbc.sql(
                        "insert into ops.backup (run_id, ended_at, outcome, message) values ('b', now(), 'FAILED', 'no space')")
                .update();

        // The server tells a little later.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            elsewhere.look();
            assertThat(UpdatesTest.first(updates, page))
                    .contains("recovery", "today")
                    .doesNotContain("lake", "rejects");
        });
    }

    @Test
    void every_table_that_is_watched_is_there() {
        assertThat(jdbc.sql("select relname from pg_stat_user_tables where schemaname = 'ops'")
                        .query(String.class)
                        .list())
                .containsAll(ChangesElsewhere.SHOWN.keySet());
    }
}
