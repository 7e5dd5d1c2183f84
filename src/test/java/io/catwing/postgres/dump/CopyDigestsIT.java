package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class CopyDigestsIT {
    private final Servers.Database database = Servers.database();
    private final JdbcTemplate sql = new JdbcTemplate(database.dataSource());

    @BeforeEach
    void values_that_need_care() {
        sql.execute(
                "insert into general.product (client_id, product_id, name, description, list_price, active, updated_at,"
                        + " source_date, first_seen) values"
                        + " ('CW-000200', 'a,b', 'tab\\t(x)', e'tab\\there\\nline\\\\ \"quoted\" \\b\\f\\v\\r', 1.10, true,"
                        + "  '2026-02-01 10:00:00.123456+00', '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', '', ' ', null, -0.00, null, null, '2026-02-01', '2026-02-01'),"
                        + " ('CW-000200', '\\N', '\\.', e'\\\\.\\n\\\\N', 'NaN', false, 'infinity', '0044-03-15 BC', '2026-02-01')");
        sql.execute(
                "insert into general.inventory (client_id, source_date, location_id, product_id, quantity, updated_at)"
                        + " select 'CW-000200', date '2026-02-01' + i / 1000, 'S' || i % 1000, case i % 7 when 0 then e'x\\ty'"
                        + "  when 1 then 'größe €' when 2 then e'\\\\' when 3 then '\"' when 4 then '' when 5 then '(,)' else 'p' end,"
                        + "  case when i % 3 > 0 then i / 7.0 end, timestamptz '2026-02-01 00:00Z' + i * interval '1 second'"
                        + " from generate_series(1, 20000) as i");
        sql.execute(
                "insert into general.client (client_id, name, time_zone) values ('CW-000200', repeat('long', 200000), 'UTC')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\bb", "\b", "\\b", "\\\b", "\b,", "\b\\", "\\N", "\u007f\u0001", "\b\u000b"})
    void a_control_character_alone_is_digested_as_sql_does(String value) throws SQLException {
        sql.update(
                "insert into general.product (client_id, product_id, name, source_date, first_seen) values"
                        + " ('CW-000200', 'control', ?, '2026-02-01', '2026-02-01')",
                value);

        assertThat(digests(1, 4096)).isEqualTo(new Digests(database.dataSource()).all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x,", "\"", "\\", "\n", "\b", "ab\"", "ü\t\\"})
    void a_long_value_is_digested_as_sql_does(String value) throws SQLException {
        for (int length : new int[] {4095, 4096, 4097, 8192, 16_384, 100_001}) {
            sql.update(
                    "insert into general.product (client_id, product_id, name, description, source_date, first_seen) values"
                            + " ('CW-000200', ?, ?, ?, '2026-02-01', '2026-02-01')",
                    Integer.toString(length),
                    value.repeat(length / value.length()),
                    "x" + value.repeat(length));
        }

        assertThat(digests(1, 4096)).isEqualTo(new Digests(database.dataSource()).all());
    }

    @Test
    void a_table_that_others_inherit_from_has_the_digest_of_its_own_rows() throws SQLException {
        sql.execute("create table stats.own (client_id text, n int)");
        sql.execute("insert into stats.own select 'CW-000200', i from generate_series(1, 5000) as i");
        Digest alone = digests(1, 1).get("stats.own");

        sql.execute("create table stats.own_2026 () inherits (stats.own)");
        sql.execute("insert into stats.own_2026 values ('CW-000200', 2)");

        assertThat(digests(2, 1)).containsEntry("stats.own", alone);
        assertThat(digests(2, 1)).isEqualTo(new Digests(database.dataSource()).all());
    }

    @ParameterizedTest
    @CsvSource({"1, 4096", "2, 1", "3, 7"})
    void digests_are_those_by_sql_however_tables_are_shared(int sessions, long pages) throws SQLException {
        assertThat(digests(sessions, pages)).isEqualTo(new Digests(database.dataSource()).all());
    }

    @Test
    void all_sessions_see_one_moment() throws SQLException {
        SortedMap<String, Digest> before = new Digests(database.dataSource()).all();

        SortedMap<String, Digest> digests = digests(2, 1, () -> {
            sql.execute("delete from general.inventory where quantity is null");
            return database.dataSource().getConnection();
        });

        assertThat(digests).isEqualTo(before);
        assertThat(new Digests(database.dataSource()).all()).isNotEqualTo(before);
    }

    @Test
    void a_session_that_cannot_be_had_is_told() {
        assertThatThrownBy(() -> digests(2, 1, () -> {
                    throw new SQLException("no more connections");
                }))
                .hasMessage("no more connections");
    }

    private SortedMap<String, Digest> digests(int sessions, long pages) throws SQLException {
        return digests(sessions, pages, () -> database.dataSource().getConnection());
    }

    private SortedMap<String, Digest> digests(int sessions, long pages, CopyDigests.Opening more) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Digests.begin(statement);
            return CopyDigests.all(connection, more, sessions, pages);
        }
    }
}
