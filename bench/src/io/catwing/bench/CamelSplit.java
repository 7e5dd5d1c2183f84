package io.catwing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** What a Camel user writes first: split the file and upsert row by row, each in its own transaction. */
final class CamelSplit implements Contender {
    @Override
    public String name() {
        return "Camel split, an upsert a row";
    }

    @Override
    public int days(int all) {
        return Math.max(1, all / 60);
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setMaximumPoolSize(connections);
        HikariDataSource pool = new HikariDataSource(config);
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var days = from("direct:days").split(body());
                if (connections > 1) {
                    days = days.parallelProcessing()
                            .executorService(getContext()
                                    .getExecutorServiceManager()
                                    .newFixedThreadPool(this, "days", connections));
                }
                days.setProperty("date", simple("${body.key().date()}"))
                        .process(CamelSplit::open)
                        .split(body())
                        .streaming()
                        .process(exchange -> upsert(pool, sales.client().value(), exchange));
            }
        });
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        return new Prepared() {
            @Override
            public void load(int days) {
                List<Sales.Day> some = sales.days().subList(0, days);
                template.sendBody("direct:days", some);
            }

            @Override
            public void close() {
                camel.stop();
                pool.close();
            }
        };
    }

    private static void open(Exchange exchange) throws Exception {
        Sales.Day day = exchange.getMessage().getBody(Sales.Day.class);
        MappingIterator<JsonNode> orders = new ObjectMapper()
                .readerFor(JsonNode.class)
                .readValues(day.json().toFile());
        exchange.getMessage().setBody((Iterator<JsonNode>) orders);
    }

    private static void upsert(HikariDataSource pool, String client, Exchange exchange) throws Exception {
        JsonNode order = exchange.getMessage().getBody(JsonNode.class);
        var date = exchange.getProperty("date", java.time.LocalDate.class);
        try (Connection connection = pool.getConnection();
                PreparedStatement head = connection.prepareStatement(JdbcBatches.HEAD);
                PreparedStatement line = connection.prepareStatement(JdbcBatches.LINE)) {
            JdbcBatches.bindHead(head, client, order, date);
            head.executeUpdate();
            for (JsonNode item : order.get("lines")) {
                JdbcBatches.bindLine(line, client, order, item, date);
                line.executeUpdate();
            }
        }
    }
}
