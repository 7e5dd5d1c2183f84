package io.catwing.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of {@code general} as a mapping may fill it; a test compares it with the migrated database. {@code client_id},
 * {@code source_date}, {@code first_seen} and {@code last_seen} are set by the loader and are not listed.
 *
 * @param name without the schema
 * @param columns in the table's order; the mandatory ones are those of the key
 */
public record Table(String name, List<Column> columns) {
    /** The column of every table for values that only a client's mapping names. */
    static final String CUSTOM = "custom";

    /** What a value must be able to become. */
    public enum Type {
        TEXT,
        NUMERIC,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        /** An object with the client's own columns. */
        JSON;

        /** A day or a time, which a time zone may decide. */
        boolean isTime() {
            return this == DATE || this == TIMESTAMP;
        }
    }

    /** @param key part of the primary key, and so never empty */
    public record Column(String name, Type type, boolean key) {
        private static final Set<String> EVENTS = Set.of("ordered_at", "shipped_at", "received_at");
        private static final Set<String> AMOUNTS = Set.of(
                "cost_price", "list_price", "price", "unit_cost", "unit_price", "discount", "amount", "total_amount");

        /** An id, and so part of a key, here or in derived tables. */
        public boolean id() {
            return key || type == Type.TEXT && name.endsWith("_id");
        }

        /** An amount of money. */
        public boolean money() {
            return AMOUNTS.contains(name);
        }

        /** The time at which something happened: days are counted from it. */
        public boolean event() {
            return EVENTS.contains(name);
        }
    }

    public Optional<Column> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    public List<String> keyColumns() {
        return columns.stream().filter(Column::key).map(Column::name).toList();
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    static final class Builder {
        private final String name;
        private final List<Column> columns = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        Builder key(String... names) {
            return add(Type.TEXT, true, names);
        }

        Builder text(String... names) {
            return add(Type.TEXT, false, names);
        }

        Builder numeric(String... names) {
            return add(Type.NUMERIC, false, names);
        }

        Builder bool(String... names) {
            return add(Type.BOOLEAN, false, names);
        }

        Builder date(String... names) {
            return add(Type.DATE, false, names);
        }

        Builder time(String... names) {
            return add(Type.TIMESTAMP, false, names);
        }

        private Builder add(Type type, boolean key, String... names) {
            for (String column : names) {
                columns.add(new Column(column, type, key));
            }
            return this;
        }

        Table build() {
            add(Type.JSON, false, CUSTOM);
            return new Table(name, List.copyOf(columns));
        }
    }
}
