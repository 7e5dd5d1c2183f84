package io.catwing.enrich;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The stage enrich as it runs, its real routes and beans, on a database of its own. */
final class EnrichFixture implements AutoCloseable {
    static final String CLIENT = "CW-000200";
    static final List<String> FILLED = List.of(
            "general.client",
            "general.supplier_terms",
            "general.location_profile",
            "general.product_picture",
            "general.supply_source",
            "ops.supply_problem");

    final Servers.Database database = Servers.database();
    private final List<ClientId> clients;
    private final CamelContext camel = new DefaultCamelContext();
    private final HikariDataSource pool = new HikariDataSource();
    private final ProducerTemplate doors;

    EnrichFixture() {
        this(client(CLIENT, "Europe/London"));
    }

    EnrichFixture(Client... clients) {
        this(SqlFolder.none(), clients);
    }

    EnrichFixture(SqlFolder sql, Client... clients) {
        this.clients = Arrays.stream(clients).map(Client::id).toList();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(3);
        camel.getRegistry()
                .bind("enrichClient", new EnrichClient(new Clients(List.of(clients)), pool, Progress.NONE, sql));
        camel.getRegistry().bind("gatherResults", new GatherResults());
        camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
        try {
            for (String file : List.of("failure/quarantine", "enrich/enrich", "enrich/enrich-client")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        doors = camel.createProducerTemplate();
    }

    static Client client(String id, String timeZone) {
        return new Client(
                new ClientId(id),
                "Name of " + id,
                ZoneId.of(timeZone),
                null,
                null,
                Map.of(),
                Optional.empty(),
                null,
                Path.of(id + ".yaml"));
    }

    List<StepResult> enrich() {
        return enrich(clients, false);
    }

    List<StepResult> enrichFully() {
        return enrich(clients, true);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> enrich(List<ClientId> chosen, boolean full) {
        return doors.requestBody(
                "direct:enrich",
                Job.of(new RunId("20260224-031500-7f3a"), "test", chosen).with(Job.Option.AGAIN, full),
                List.class);
    }

    /** Rows written by table, of results of one client. */
    static Map<String, Long> written(List<StepResult> results) {
        return results.stream().collect(Collectors.toMap(StepResult::subject, StepResult::records));
    }

    EnrichFixture execute(String... statements) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    EnrichFixture products(String... values) {
        return insert(
                "general.product (client_id, product_id, category, subcategory, supplier_id, source_date, first_seen)",
                Arrays.stream(values)
                        .map(v -> v + ", '2026-02-01', '2026-02-01'")
                        .toList());
    }

    EnrichFixture suppliers(String... values) {
        return insert(
                "general.supplier (client_id, supplier_id, name, lead_time_days, source_date, first_seen)",
                Arrays.stream(values)
                        .map(v -> v + ", '2026-02-01', '2026-02-01'")
                        .toList());
    }

    EnrichFixture locations(String... values) {
        return insert(
                "general.location (client_id, location_id, kind, source_date, first_seen)",
                Arrays.stream(values)
                        .map(v -> v + ", '2026-02-01', '2026-02-01'")
                        .toList());
    }

    EnrichFixture rules(String... values) {
        return insert(
                "general.supply_rule (client_id, rule_row, location_id, source_kind, source_id, product_id, category,"
                        + " lead_time_days, priority)",
                Arrays.asList(values));
    }

    /** @param values without the client, which is {@link #CLIENT} */
    EnrichFixture insert(String into, List<String> values) {
        return execute("insert into " + into + " values "
                + values.stream().map(v -> "('" + CLIENT + "', " + v + ")").collect(Collectors.joining(", ")));
    }

    /** All that enrichment filled for a client, row by row. */
    List<String> content(String client) {
        List<String> content = new ArrayList<>();
        for (String table : FILLED) {
            content.addAll(rows("select '" + table + " ' || t::text from " + table + " as t where client_id = '"
                    + client + "' order by 1"));
        }
        return content;
    }

    /** Which physical row versions there are: another one for each row that was written. */
    List<String> versions() {
        List<String> versions = new ArrayList<>();
        for (String table : FILLED) {
            versions.addAll(rows("select '" + table + "', ctid, xmin from " + table + " order by ctid"));
        }
        return versions;
    }

    /** Rows as text, values apart by a bar, null as a dash. */
    List<String> rows(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(IntStream.rangeClosed(1, result.getMetaData().getColumnCount())
                        .mapToObj(i -> cell(result, i))
                        .collect(Collectors.joining("|")));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String cell(ResultSet row, int column) {
        try {
            String cell = row.getString(column);
            return cell == null ? "-" : cell;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
        pool.close();
    }
}
