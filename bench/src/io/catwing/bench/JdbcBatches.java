package io.catwing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.support.Servers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a careful user would write by hand: upserts in JDBC batches of 1,000 with reWriteBatchedInserts, a transaction a day. */
final class JdbcBatches implements Contender {
    static final String HEAD =
            """
            insert into general.sales_order
                (client_id, sales_order_id, location_id, customer_id, status, ordered_at, currency, source_date)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (client_id, sales_order_id) do update
            set location_id = excluded.location_id, customer_id = excluded.customer_id, status = excluded.status,
                ordered_at = excluded.ordered_at, currency = excluded.currency, source_date = excluded.source_date
            where excluded.source_date >= sales_order.source_date
            """;
    static final String LINE =
            """
            insert into general.sales_order_line
                (client_id, sales_order_id, line_id, product_id, quantity, unit_price, source_date)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (client_id, sales_order_id, line_id) do update
            set product_id = excluded.product_id, quantity = excluded.quantity, unit_price = excluded.unit_price,
                source_date = excluded.source_date
            where excluded.source_date >= sales_order_line.source_date
            """;
    private static final int BATCH = 1_000;

    @Override
    public String name() {
        return "JDBC batches of 1,000";
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) {
        return days -> {
            ExecutorService pool = Executors.newFixedThreadPool(connections);
            try {
                List<Future<?>> parts = new ArrayList<>();
                for (int c = 0; c < connections; c++) {
                    int first = c;
                    parts.add(pool.submit(() -> {
                        try (Connection connection = DriverManager.getConnection(
                                database.url() + "?reWriteBatchedInserts=true", database.user(), null)) {
                            connection.setAutoCommit(false);
                            for (int d = first; d < days; d += connections) {
                                load(connection, sales, sales.days().get(d));
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> part : parts) {
                    part.get();
                }
            } finally {
                pool.shutdown();
            }
        };
    }

    private static void load(Connection connection, Sales sales, Sales.Day day) throws Exception {
        LocalDate date = day.key().date();
        try (PreparedStatement head = connection.prepareStatement(HEAD);
                PreparedStatement line = connection.prepareStatement(LINE);
                MappingIterator<JsonNode> orders = new ObjectMapper()
                        .readerFor(JsonNode.class)
                        .readValues(day.json().toFile())) {
            int waiting = 0;
            while (orders.hasNext()) {
                JsonNode order = orders.next();
                bindHead(head, sales.client().value(), order, date);
                head.addBatch();
                for (JsonNode item : order.get("lines")) {
                    bindLine(line, sales.client().value(), order, item, date);
                    line.addBatch();
                    waiting++;
                }
                if (waiting >= BATCH) {
                    head.executeBatch();
                    line.executeBatch();
                    waiting = 0;
                }
            }
            head.executeBatch();
            line.executeBatch();
        }
        connection.commit();
    }

    static void bindHead(PreparedStatement head, String client, JsonNode order, LocalDate date) throws SQLException {
        head.setString(1, client);
        head.setString(2, order.get("invoice_no").asText());
        head.setString(3, order.get("store").asText());
        head.setString(4, order.get("customer_id").asText());
        head.setString(5, order.get("status").asText());
        head.setObject(6, OffsetDateTime.parse(order.get("invoice_date").asText()));
        head.setString(7, "GBP");
        head.setObject(8, date);
    }

    static void bindLine(PreparedStatement line, String client, JsonNode order, JsonNode item, LocalDate date)
            throws SQLException {
        line.setString(1, client);
        line.setString(2, order.get("invoice_no").asText());
        line.setString(3, item.get("line").asText());
        line.setString(4, item.get("stock_code").asText());
        line.setBigDecimal(5, new BigDecimal(item.get("quantity").asText()));
        line.setBigDecimal(6, new BigDecimal(item.get("unit_price").asText()));
        line.setObject(7, date);
    }
}
