package io.catwing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DigestsIT {
    private static final String A = "('CW-000200', 'a', 1.10, '2026-02-01 10:00+00', '2026-02-01', '2026-02-01')";
    private static final String B = "('CW-000200', 'b', 2, null, '2026-02-01', '2026-02-01')";
    private static final String INSERT =
            "insert into general.product (client_id, product_id, list_price, updated_at, source_date, first_seen) values ";

    @Test
    void rows_in_another_order_have_the_same_digest_and_every_column_counts() throws SQLException {
        Digest digest = products(INSERT + A + ", " + B);

        assertThat(digest.rows()).isEqualTo(2);
        assertThat(products(INSERT + B + ", " + A)).isEqualTo(digest);
        assertThat(products(INSERT + B + ", " + A.replace("1.10", "1.1"))).isNotEqualTo(digest);
        assertThat(products(INSERT + B + ", " + A.replace("'a'", "'A'"))).isNotEqualTo(digest);
        assertThat(products(INSERT + B)).isNotEqualTo(digest);
    }

    @Test
    void settings_of_the_server_make_no_difference() throws SQLException {
        Digest digest = products(INSERT + A);

        assertThat(products(
                        INSERT + A,
                        "alter database %s set timezone = 'Asia/Tokyo'",
                        "alter database %s set datestyle = 'German, DMY'",
                        "alter database %s set extra_float_digits = 0"))
                .isEqualTo(digest);
    }

    @Test
    void when_and_in_which_run_a_file_was_loaded_is_no_content() throws SQLException {
        String insert =
                "insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version,"
                        + " rows_loaded, rows_rejected, run_id) values ('k', 'c', 'e', '2026-02-01', 'e', 's', 'v', 1, 0, '%s')";

        assertThat(digest("ops.ledger", String.format(insert, "one")))
                .isEqualTo(digest("ops.ledger", String.format(insert, "two")));
    }

    private static Digest products(String sql, String... settings) throws SQLException {
        return digest("general.product", sql, settings);
    }

    private static Digest digest(String table, String sql, String... settings) throws SQLException {
        Servers.Database database = Servers.database();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            for (String setting : settings) {
                statement.execute(String.format(setting, connection.getCatalog()));
            }
        }
        return new Digests(database.dataSource()).all().get(table);
    }
}
