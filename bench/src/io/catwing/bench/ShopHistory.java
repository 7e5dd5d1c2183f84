package io.catwing.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Days of a chain of shops, written straight into {@code general} with their ledger entries: what load leaves, without load.
 * Every product is sold and counted everywhere; a tenth of the lines is a tenth of the way to each of purchases, receipts,
 * store orders and transfers. Random by hashes, so the same every time.
 */
record ShopHistory(DataSource database, int products, int places, int linesADay) {
    private static final String HEADS =
            """
            insert into general.sales_order (client_id, sales_order_id, location_id, status, ordered_at, source_date)
            select 'CW-000001', 'S' || d || '-' || o, 'L' || abs(hashint8(d * 7919 + o)) % ${places},
                case when o % 50 = 0 then 'cancelled' else 'completed' end,
                (date '2025-01-01' + d)::timestamp + interval '8 hours' + o * interval '20 seconds', date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 10) o
            """;
    private static final String LINES =
            """
            insert into general.sales_order_line
                (client_id, sales_order_id, line_id, product_id, quantity, unit_price, source_date)
            select 'CW-000001', 'S' || d || '-' || o, l::text, 'P' || abs(hashint8((d * 7919 + o) * 10 + l)) % ${products},
                abs(hashint8(d * 31 + o * 17 + l)) % 24 - 1, 1.25 * l, date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 10) o, generate_series(1, 10) l
            """;
    private static final String INVENTORY =
            """
            insert into general.inventory
                (client_id, source_date, location_id, product_id, quantity, reserved_quantity, unit_cost)
            select 'CW-000001', date '2025-01-01' + d, 'L' || l, 'P' || p, abs(hashint8(d * 7919 + l * 101 + p)) % 30 - 1, 1,
                2.5
            from generate_series(${from}, ${to}) d, generate_series(0, ${places} - 1) l,
                generate_series(0, ${products} - 1) p
            """;
    private static final String ORDERS =
            """
            insert into general.purchase_order
                (client_id, purchase_order_id, supplier_id, ordered_at, expected_at, source_date)
            select 'CW-000001', 'B' || d || '-' || o, 'V' || (d + o) % 40, (date '2025-01-01' + d)::timestamp,
                (date '2025-01-01' + d + 7)::timestamp, date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o;
            insert into general.purchase_order_line (client_id, purchase_order_id, line_id, product_id, quantity, source_date)
            select 'CW-000001', 'B' || d || '-' || o, l::text, 'P' || (d + o * l) % ${products}, 10, date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o, generate_series(1, 2) l;
            insert into general.receiving_order
                (client_id, receiving_order_id, purchase_order_id, received_at, source_date)
            select 'CW-000001', 'R' || d || '-' || o, 'B' || d - 6 || '-' || o, (date '2025-01-01' + d)::timestamp,
                date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o where d >= 6;
            insert into general.receiving_order_line
                (client_id, receiving_order_id, line_id, purchase_order_line_id, product_id, quantity, source_date)
            select 'CW-000001', 'R' || d || '-' || o, l::text, l::text, 'P' || (d - 6 + o * l) % ${products}, 9,
                date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o, generate_series(1, 2) l
            where d >= 6;
            insert into general.store_order (client_id, store_order_id, location_id, ordered_at, source_date)
            select 'CW-000001', 'T' || d || '-' || o, 'L' || o % ${places}, (date '2025-01-01' + d)::timestamp,
                date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o;
            insert into general.store_order_line
                (client_id, store_order_id, line_id, product_id, quantity, fulfilled_quantity, source_date)
            select 'CW-000001', 'T' || d || '-' || o, l::text, 'P' || (d + o * l) % ${products}, 10, 10 - l,
                date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o, generate_series(1, 2) l;
            insert into general.transfer_order
                (client_id, transfer_order_id, from_location_id, to_location_id, shipped_at, received_at, source_date)
            select 'CW-000001', 'X' || d || '-' || o, 'W', 'L' || o % ${places}, (date '2025-01-01' + d)::timestamp,
                (date '2025-01-01' + d + 1)::timestamp, date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o;
            insert into general.transfer_order_line
                (client_id, transfer_order_id, line_id, product_id, quantity, received_quantity, source_date)
            select 'CW-000001', 'X' || d || '-' || o, l::text, 'P' || (d + o * l) % ${products}, 10, 10,
                date '2025-01-01' + d
            from generate_series(${from}, ${to}) d, generate_series(1, ${lines} / 100) o, generate_series(1, 2) l
            """;
    private static final String LEDGER =
            """
            insert into ops.ledger (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded,
                rows_rejected, run_id)
            select e || d, 'CW-000001', e, date '2025-01-01' + d, 'e', 's', 'v', 1, 0, 'bench'
            from generate_series(${from}, ${to}) d,
                unnest(array['sales_orders', 'inventory', 'purchase_orders', 'receiving_orders', 'store_orders',
                    'transfer_orders']) e
            """;
    /** An order of sixty days ago comes again, in the newest day's file, with a line less. */
    private static final String CORRECTION =
            """
            update general.sales_order set source_date = date '2025-01-01' + ${to}
            where client_id = 'CW-000001' and sales_order_id = 'S' || ${to} - 60 || '-1';
            delete from general.sales_order_line
            where client_id = 'CW-000001' and sales_order_id = 'S' || ${to} - 60 || '-1' and line_id = '3';
            update ops.ledger set etag = etag || 'f' where raw_key = 'sales_orders' || ${to}
            """;

    void begin() throws SQLException {
        execute("insert into general.client values ('CW-000001', 'Bench', 'Europe/London')");
    }

    void days(int from, int to) throws SQLException {
        for (String sql : List.of(HEADS, LINES, INVENTORY, ORDERS, LEDGER)) {
            execute(fill(sql, from, to));
        }
    }

    void correct(int newest) throws SQLException {
        execute(fill(CORRECTION, newest, newest));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            statement.execute(sql);
        }
    }

    private String fill(String sql, int from, int to) {
        String filled = sql;
        for (Map.Entry<String, Integer> number : Map.of(
                        "from", from, "to", to, "products", products, "places", places, "lines", linesADay)
                .entrySet()) {
            filled = filled.replace("${" + number.getKey() + "}", String.valueOf(number.getValue()));
        }
        return filled;
    }
}
