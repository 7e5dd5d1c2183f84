package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Entity;
import io.catwing.client.Model;
import io.catwing.client.Model.Kind;
import io.catwing.client.Table;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the code says of the tables is what the migrations make. */
class ModelIT {
    private static final Map<String, String> TYPES = Map.of(
            "TEXT",
            "text",
            "NUMERIC",
            "numeric",
            "BOOLEAN",
            "boolean",
            "DATE",
            "date",
            "TIMESTAMP",
            "timestamp with time zone",
            "JSON",
            "jsonb");

    private static Servers.Database database;

    @BeforeAll
    static void migrate() {
        database = Servers.database();
    }

    @Test
    void every_key_has_its_client_in_it_and_none_leads_from_one_client_to_another() throws SQLException {
        String keys =
                """
                select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where contype in ('p', 'u', 'f', 'x') and connamespace = any (array['general', 'stats']::regnamespace[])
                  and conrelid::regclass::text <> ?
                union all
                select indrelid::regclass || ' ' || pg_get_indexdef(indexrelid) from pg_index
                join pg_class on pg_class.oid = indexrelid
                where indisunique and relnamespace = any (array['general', 'stats']::regnamespace[])""";

        assertThat(strings(keys, ""))
                .hasSizeGreaterThan(60)
                .allSatisfy(key -> assertThat(key).contains("client_id").doesNotContain("FOREIGN KEY"));
    }

    /** Whoever publishes all of them; see V036. */
    @Test
    void rows_of_every_table_can_be_told_from_each_other_where_changes_are_published() throws SQLException {
        String keyless =
                """
                select oid::regclass::text from pg_class
                where relkind in ('r', 'p') and relnamespace = any (array['general', 'stats', 'ops']::regnamespace[])
                  and relreplident = ?
                  and not exists (select from pg_index where indrelid = pg_class.oid and indisprimary)""";

        assertThat(strings(keyless, "d")).isEmpty();
        assertThat(strings(keyless, "f")).contains("ops.run_step");
    }

    @ParameterizedTest
    @EnumSource
    void a_model_has_its_tables_columns_types_and_keys(Entity entity) throws SQLException {
        Model model = Model.of(entity);
        for (Table table : model.line() == null ? List.of(model.head()) : List.of(model.head(), model.line())) {
            List<String> expected = new ArrayList<>(table.columns().stream()
                    .map(c -> c.name() + " " + TYPES.get(c.type().name().toUpperCase(Locale.ROOT)))
                    .toList());
            expected.add("client_id text");
            expected.add("source_date date");
            if (model.kind() == Kind.LISTED) {
                expected.add("first_seen date");
                expected.add("last_seen date");
            }
            if (model.kind() != Kind.DAILY && table == model.head()) {
                expected.add("deleted_on date");
            }
            assertThat(new TreeSet<>(strings(
                            "select column_name || ' ' || data_type from information_schema.columns"
                                    + " where table_schema = 'general' and table_name = ?",
                            table.name())))
                    .as(table.name())
                    .isEqualTo(new TreeSet<>(expected));

            List<String> key = new ArrayList<>(List.of("client_id"));
            if (model.kind() == Kind.DAILY) {
                key.add("source_date");
            }
            key.addAll(table.keyColumns());
            assertThat(strings(
                            "select a.attname from pg_index i join pg_class c on c.oid = i.indrelid"
                                    + " cross join unnest(i.indkey) with ordinality as k (attnum, place)"
                                    + " join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum"
                                    + " where i.indisprimary and c.relnamespace = 'general'::regnamespace"
                                    + " and c.relname = ? order by k.place",
                            table.name()))
                    .as("key of " + table.name())
                    .isEqualTo(key);
        }
    }

    @Test
    void a_table_with_a_source_date_is_filled_by_an_entity() throws SQLException {
        TreeSet<String> known = new TreeSet<>();
        for (Entity entity : Entity.values()) {
            known.add(Model.of(entity).head().name());
            Model.of(entity).lines().ifPresent(line -> known.add(line.name()));
        }
        assertThat(new TreeSet<>(strings(
                        "select table_name from information_schema.columns"
                                + " where table_schema = ? and column_name = 'source_date'",
                        "general")))
                .isEqualTo(known);
    }

    private static List<String> strings(String sql, String value) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            List<String> strings = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strings.add(rows.getString(1));
                }
            }
            return strings;
        }
    }
}
