package io.catwing.load.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.EntitySpec;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import io.catwing.load.mapping.Mappings;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay in bulk that goes on reads back. */
class StoredKeysIT {
    private final Servers.Database database = Servers.database();

    @Test
    void no_more_keys_come_into_memory_than_a_unit_may_keep() throws SQLException {
        insert(50);
        BulkUnit unit = unit();

        assertThat(new StoredKeys(database.dataSource(), unit).read(10)).isFalse();
        assertThat(unit.seen().size()).isEqualTo(11);
    }

    @Test
    void as_many_as_a_unit_may_keep_are_read() throws SQLException {
        insert(50);
        BulkUnit unit = unit();

        assertThat(new StoredKeys(database.dataSource(), unit).read(50)).isTrue();
        assertThat(unit.seen().size()).isEqualTo(50);
    }

    @Test
    void whether_there_are_rows_is_asked_without_reading_them() throws SQLException {
        BulkUnit unit = unit();
        StoredKeys keys = new StoredKeys(database.dataSource(), unit);
        assertThat(keys.any()).isFalse();

        insert(50);

        assertThat(keys.any()).isTrue();
        assertThat(unit.seen().size()).isZero();
    }

    private static BulkUnit unit() {
        EntitySpec spec = Mappings.nested();
        return new BulkUnit(
                new RunId("20260224-031500-7f3a"), Mappings.client(spec), spec, List.of(), true, new Stopping());
    }

    private void insert(int orders) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into general.sales_order (client_id, sales_order_id, source_date) select '"
                    + Mappings.CLIENT + "', n, '2026-02-01' from generate_series(1, " + orders + ") as n");
            statement.execute("insert into general.sales_order (client_id, sales_order_id, source_date) values"
                    + " ('CW-000201', '1', '2026-02-01')");
        }
    }
}
