package io.catwing.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Servers;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that kept a second ledger of its statistics is carried over to marks. */
class LedgerMarksIT {
    private final Servers.Database database = Servers.emptyDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @BeforeEach
    void a_database_of_the_version_before() {
        flyway("30").migrate();
    }

    @Test
    void what_the_second_ledger_lacked_or_had_otherwise_is_marked_and_nothing_else() {
        file("known", "CW-000001", "2026-01-01", "a");
        file("new", "CW-000001", "2026-01-02", "a");
        file("changed", "CW-000001", "2026-01-03", "b");
        accounted("known", "CW-000001", "a");
        accounted("changed", "CW-000001", "a");
        jdbc.sql("insert into ops.stats_checksum values ('CW-000001', 'x')").update();

        flyway("latest").migrate();

        assertThat(marks()).containsExactly("CW-000001 file products 2026-01-02", "CW-000001 file products 2026-01-03");
    }

    @Test
    void statistics_without_a_checksum_are_recomputed_as_a_whole() {
        file("known", "CW-000001", "2026-01-01", "a");
        accounted("known", "CW-000001", "a");

        flyway("latest").migrate();

        assertThat(marks()).containsExactly("CW-000001 client");
    }

    @Test
    void a_file_that_is_loaded_is_marked_and_one_that_is_loaded_again_the_same_is_not() {
        flyway("latest").migrate();
        file("one", "CW-000001", "2026-01-01", "a");
        jdbc.sql("update ops.ledger set loaded_at = clock_timestamp()").update();

        assertThat(marks()).containsExactly("CW-000001 file products 2026-01-01");
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .target(target)
                .load();
    }

    private void file(String key, String client, String day, String etag) {
        jdbc.sql(
                        """
                insert into ops.ledger
                    (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id)
                values (?, ?, 'products', ?::date, ?, '', 'm', 1, 0, 'run')
                """)
                .params(key, client, day, etag)
                .update();
    }

    private void accounted(String key, String client, String etag) {
        jdbc.sql("insert into ops.stats_ledger (raw_key, client_id, etag, mapping_version) values (?, ?, ?, 'm')")
                .params(key, client, etag)
                .update();
    }

    private List<String> marks() {
        return jdbc.sql("select concat_ws(' ', client_id, topic, touched, day) from ops.stats_touched order by day")
                .query(String.class)
                .list();
    }
}
