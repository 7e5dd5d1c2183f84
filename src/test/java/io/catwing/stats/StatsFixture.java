package io.catwing.stats;

import io.catwing.client.ClientId;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.support.Servers;
import java.nio.file.Path;
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
final class StatsFixture implements AutoCloseable {
    static final ClientId CLIENT = new ClientId("CW-000200");

    final DataSource database;
    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate doors;

    /** With the statistics of src/test/resources/own-sql, and their tables. */
    static StatsFixture withOwn(DataSource database) {
        SqlFolder sql = new SqlFolder(Path.of("src/test/resources/own-sql"));
        StatsFixture fixture = new StatsFixture(database, sql);
        sql.migrationTexts().forEach(fixture::execute);
        return fixture;
    }

    StatsFixture() {
        this(Servers.database().dataSource());
    }

    StatsFixture(DataSource database) {
        this(database, SqlFolder.none());
    }

    StatsFixture(DataSource database, SqlFolder sql) {
        this.database = database;
        camel.getRegistry().bind("computeStats", new ComputeStats(database, Progress.NONE, sql));
        camel.getRegistry().bind("gatherResults", new GatherResults());
        camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
        try {
            for (String file : List.of("failure/quarantine", "stats/stats", "stats/compute-stats")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        doors = camel.createProducerTemplate();
    }

    List<StepResult> compute() {
        return compute(false, CLIENT);
    }

    List<StepResult> computeAll() {
        return compute(true, CLIENT);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> compute(boolean full, ClientId... clients) {
        return doors.requestBody(
                "direct:stats",
                Job.of(new RunId("20260224-031500-7f3a"), "test", List.of(clients))
                        .with(Job.Option.AGAIN, full),
                List.class);
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
