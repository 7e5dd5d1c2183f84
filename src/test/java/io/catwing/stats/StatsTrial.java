package io.catwing.stats;

import io.catwing.client.ClientId;
import io.catwing.digest.Digests;
import io.catwing.digest.Digests.Digest;
import io.catwing.run.GatherOutcomes;
import io.catwing.run.ParkFailure;
import io.catwing.run.Progress;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import io.catwing.run.StepOutcome;
import io.catwing.support.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The stage stats as it runs, its real routes and beans, on a database of its own. */
final class StatsTrial implements AutoCloseable {
    static final ClientId CLIENT = new ClientId("CW-000200");

    final DataSource database;
    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate doors;

    StatsTrial() {
        this(Servers.database().dataSource());
    }

    StatsTrial(DataSource database) {
        this.database = database;
        camel.getRegistry().bind("planStats", new PlanStats());
        camel.getRegistry().bind("computeStats", new ComputeStats(database, Progress.NONE));
        camel.getRegistry().bind("gatherOutcomes", new GatherOutcomes());
        camel.getRegistry().bind("parkFailure", new ParkFailure());
        try {
            for (String file : List.of("failure/park", "stats/stats", "stats/compute-stats")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        doors = camel.createProducerTemplate();
    }

    List<StepOutcome> compute() {
        return compute(false, CLIENT);
    }

    List<StepOutcome> computeAll() {
        return compute(true, CLIENT);
    }

    @SuppressWarnings("unchecked")
    List<StepOutcome> compute(boolean full, ClientId... clients) {
        return doors.requestBody(
                "direct:stats", new StageOrder(new RunId("20260224-031500-7f3a"), List.of(clients), full), List.class);
    }

    void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first value of a query. */
    String ask(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Of the tables of stats. */
    SortedMap<String, Digest> digests() {
        try {
            SortedMap<String, Digest> digests = new TreeMap<>(new Digests(database).all());
            digests.keySet().removeIf(table -> !table.startsWith("stats."));
            return digests;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
