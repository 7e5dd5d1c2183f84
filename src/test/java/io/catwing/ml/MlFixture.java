package io.catwing.ml;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.bucket.Area;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Training;
import io.catwing.exec.CommandComponent;
import io.catwing.exec.CommandExecutor;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.postgres.Digests;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jdbc.core.JdbcTemplate;

/** The stage ml as it runs, its real routes and beans, on servers of its own. */
final class MlFixture implements AutoCloseable {
    static final ClientId CLIENT = new ClientId("CW-000200");
    static final LocalDate RUN_DATE = LocalDate.of(2026, 2, 24);
    static final RunId RUN = new RunId("20260225-031500-7f3a");

    final Servers.Database database;
    final Servers.Bucket bucket;
    final JdbcTemplate sql;
    final ModelFolders folders;
    private final CamelContext camel = new DefaultCamelContext();
    private final CommandExecutor executor = new CommandExecutor();
    private final HikariDataSource pool = new HikariDataSource();
    private final ProducerTemplate doors;

    MlFixture(Path home) {
        this(home, Servers.bucket());
    }

    MlFixture(Path home, Servers.Bucket bucket) {
        this(home, bucket, null, new Trainers(new MlSettings(100, "", List.of())));
    }

    /** @param training of the client, or null */
    MlFixture(Path home, Servers.Bucket bucket, Training training, Trainers trainers) {
        this.bucket = bucket;
        database = Servers.database();
        sql = new JdbcTemplate(pool);
        folders = new ModelFolders(home);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setMinimumIdle(0);
        Clients clients = new Clients(List.of(new Client(
                CLIENT,
                "Test",
                ZoneOffset.UTC,
                null,
                null,
                Map.of(),
                Optional.ofNullable(training),
                null,
                Path.of("x.yaml"))));
        SpoolFolder spool = new SpoolFolder(home);
        camel.getRegistry()
                .bind(
                        "exportFeatures",
                        new ExportFeatures(pool, new MlSettings(100, "", List.of()), Progress.NONE, clients));
        camel.getRegistry().bind("registerRun", new RegisterRun(pool, bucket.objectStore()));
        camel.getRegistry().bind("loadPredictions", new LoadPredictions(pool, bucket.objectStore(), spool));
        camel.getRegistry().bind("trainRun", new TrainRun(clients, folders, trainers));
        camel.getRegistry().bind("modelFolders", folders);
        camel.getRegistry().bind("gatherResults", new GatherResults());
        camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
        camel.addComponent("exec", new CommandComponent(executor));
        bucket.bindTo(camel);
        try {
            for (String file : List.of(
                    "failure/quarantine",
                    "ml/export-features",
                    "ml/register-run",
                    "ml/put-run",
                    "ml/load-predictions",
                    "ml/load-run-predictions",
                    "ml/train")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        doors = camel.createProducerTemplate();
    }

    List<StepResult> export(Path folder, LocalDate runDate) {
        return send("direct:export-features", new ModelRun(RUN, CLIENT, runDate, folder));
    }

    List<StepResult> register(Path folder) {
        return send("direct:register-run", new ModelRun(RUN, CLIENT, RUN_DATE, folder));
    }

    List<StepResult> train() {
        return send("direct:train", new ModelRun(RUN, CLIENT, RUN_DATE, null));
    }

    List<StepResult> loadPredictions(boolean full) {
        return send(
                "direct:load-predictions", Job.of(RUN, "test", List.of(CLIENT)).with(Job.Option.AGAIN, full));
    }

    @SuppressWarnings("unchecked")
    private List<StepResult> send(String door, Object order) {
        Object answer = doors.requestBody(door, order);
        return answer instanceof StepResult one ? List.of(one) : (List<StepResult>) answer;
    }

    /** Keys below the client's prefix. */
    List<String> objects() {
        try (Stream<StoredObject> objects = bucket.objectStore().list(Area.ML_OUTPUT, CLIENT + "/")) {
            return objects.map(object -> object.key().toString()).toList();
        }
    }

    List<String> predictions() {
        return sql.queryForList(
                "select concat_ws(' ', run_date, product_id, location_id, target_date, quantity, sale_probability)"
                        + " from general.prediction order by 1",
                String.class);
    }

    SortedMap<String, Digests.Digest> digests() {
        try {
            return new Digests(pool).all();
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
