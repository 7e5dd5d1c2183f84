package io.catwing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.catwing.support.Servers;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.ItemWriter;
import org.springframework.batch.item.json.JacksonJsonObjectReader;
import org.springframework.batch.item.json.builder.JsonItemReaderBuilder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What a user would write with Spring Batch: a JSON reader and JDBC batch upserts, 100 orders (1,000 lines) a chunk. */
final class SpringBatch implements Contender {
    private static final int ORDERS_PER_CHUNK = 100;

    @Override
    public String name() {
        return "Spring Batch";
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url() + "?reWriteBatchedInserts=true");
        config.setUsername(database.user());
        config.setMaximumPoolSize(connections);
        HikariDataSource pool = new HikariDataSource(config);
        JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        return new Prepared() {
            @Override
            public void load(int days) throws Exception {
                ExecutorService workers = Executors.newFixedThreadPool(connections);
                try {
                    List<Future<?>> parts = new ArrayList<>();
                    for (int c = 0; c < connections; c++) {
                        int first = c;
                        parts.add(workers.submit(() -> {
                            JobRepository repository = new ResourcelessJobRepository();
                            for (int d = first; d < days; d += connections) {
                                run(repository, sales, sales.days().get(d));
                            }
                            return null;
                        }));
                    }
                    for (Future<?> part : parts) {
                        part.get();
                    }
                } finally {
                    workers.shutdown();
                }
            }

            private void run(JobRepository repository, Sales sales, Sales.Day day) throws Exception {
                var step = new StepBuilder("load", repository)
                        .<JsonNode, JsonNode>chunk(ORDERS_PER_CHUNK, transactions)
                        .reader(new JsonItemReaderBuilder<JsonNode>()
                                .name("orders")
                                .saveState(false)
                                .resource(new FileSystemResource(day.json()))
                                .jsonObjectReader(new JacksonJsonObjectReader<>(new ObjectMapper(), JsonNode.class))
                                .build())
                        .writer(writer(jdbc, sales.client().value(), day.key().date()))
                        .build();
                var job = new JobBuilder("day", repository).start(step).build();
                var execution = repository.createJobExecution("day", new JobParameters());
                job.execute(execution);
                for (StepExecution done : execution.getStepExecutions()) {
                    if (done.getStatus().isUnsuccessful()) {
                        throw new IllegalStateException(
                                done.getSummary(), done.getFailureExceptions().get(0));
                    }
                }
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    private static ItemWriter<JsonNode> writer(JdbcTemplate jdbc, String client, LocalDate date) {
        return orders -> {
            List<JsonNode> heads = new ArrayList<>(orders.getItems());
            List<JsonNode[]> lines = new ArrayList<>();
            for (JsonNode order : heads) {
                order.get("lines").forEach(line -> lines.add(new JsonNode[] {order, line}));
            }
            jdbc.batchUpdate(
                    JdbcBatches.HEAD,
                    heads,
                    heads.size(),
                    (PreparedStatement s, JsonNode order) -> JdbcBatches.bindHead(s, client, order, date));
            jdbc.batchUpdate(
                    JdbcBatches.LINE,
                    lines,
                    lines.size(),
                    (PreparedStatement s, JsonNode[] line) -> JdbcBatches.bindLine(s, client, line[0], line[1], date));
        };
    }
}
