package io.catwing.recover;

import io.catwing.Application;
import io.catwing.client.ClientId;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.local.demo.DemoErp;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The whole pipeline on a database and a bucket of its own, fed by demo ERPs; what recoveries are tried on. */
public final class RecoveryFixture implements AutoCloseable {
    public static final List<ClientId> CLIENTS = List.of(new ClientId("CW-000151"), new ClientId("CW-000200"));

    private final Map<String, Object> settings = new HashMap<>();
    private final Servers.Database database;
    private Progress progress = Progress.NONE;
    private ConfigurableApplicationContext context;

    public RecoveryFixture(Servers.Bucket bucket, Servers.Database database, DemoErp erp, Path home) {
        this.database = database;
        settings.putAll(erp.environment());
        settings.put("catwing.home", home.toString());
        settings.put("catwing.clients", "clients");
        settings.put("catwing.db.url", database.url());
        settings.put("catwing.db.user", database.user());
        settings.put("catwing.s3.endpoint", bucket.endpoint());
        settings.put("catwing.s3.access-key", bucket.accessKey());
        settings.put("catwing.s3.secret-key", bucket.secretKey());
        settings.put("catwing.s3.bucket", bucket.name());
    }

    public RecoveryFixture with(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Of this pipeline and of those that its recoveries start. */
    public RecoveryFixture watchedBy(Progress watcher) {
        progress = watcher;
        return this;
    }

    /** As the commands that load start it. */
    public RecoveryFixture start() {
        return start(Map.of());
    }

    /** As the commands that recover start it. */
    public RecoveryFixture startBesideDatabase() {
        return start(Map.of("catwing.db.required", "false", "spring.flyway.enabled", "false"));
    }

    private RecoveryFixture start(Map<String, Object> more) {
        if (context != null) {
            context.close();
        }
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(more);
        StandardEnvironment environment = new StandardEnvironment();
        // As what a command says, which a recovery's second pipeline is given too.
        environment.getPropertySources().addFirst(new MapPropertySource("test", all));
        context = new SpringApplicationBuilder(Application.class)
                .environment(environment)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", progress))
                .run();
        return this;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T ask(String door, Object body, Class<T> answer) {
        try {
            return context.getBean(ProducerTemplate.class).requestBody(door, body, answer);
        } catch (CamelExecutionException wrapped) {
            throw wrapped.getCause() instanceof RuntimeException cause ? cause : wrapped;
        }
    }

    /** ERP to S3 to PostgreSQL. */
    public void fetchAndLoad(LocalDate from, LocalDate to) {
        run(null, from, to);
    }

    /** ERP to S3. */
    public void fetch(LocalDate from, LocalDate to) {
        run("fetch", from, to);
    }

    private void run(String stage, LocalDate from, LocalDate to) {
        Job job = Job.of(RunId.next(), "test", CLIENTS).between(from, to).stage(stage);
        List<?> results = ask("direct:fetch-and-load", job, List.class);
        for (Object outcome : results) {
            if (((StepResult) outcome).outcome() == Outcome.FAILED) {
                throw new AssertionError(outcome);
            }
        }
    }

    public RecoveryReport recoverFull(boolean switchOver) {
        return ask("direct:recover", full(switchOver), RecoveryReport.class);
    }

    public RecoveryReport recoverFast(boolean switchOver) {
        return ask("direct:recover", fast(switchOver), RecoveryReport.class);
    }

    public static RecoveryJob full(boolean switchOver) {
        return new RecoveryJob(RunId.next(), "test", RecoveryJob.Kind.FULL, null, null, null, switchOver, false);
    }

    public static RecoveryJob fast(boolean switchOver) {
        return new RecoveryJob(RunId.next(), "test", RecoveryJob.Kind.FAST, null, null, null, switchOver, false);
    }

    public DatabaseName live() {
        return new DatabaseName(database.url().substring(database.url().lastIndexOf('/') + 1));
    }

    public SortedMap<String, Digest> digests() throws SQLException {
        return digests(live());
    }

    public SortedMap<String, Digest> digests(DatabaseName name) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(name));
        source.setUser(database.user());
        return new Digests(source).all();
    }

    private String url(DatabaseName name) {
        return database.url().replaceFirst("[^/]+$", name.value());
    }

    public Connection connect(DatabaseName name) throws SQLException {
        return DriverManager.getConnection(url(name), database.user(), "");
    }

    public void execute(DatabaseName name, String... statements) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public List<String> rows(DatabaseName name, String sql) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                all.add(row.toString());
            }
            return all;
        }
    }

    /** Names of databases on the server that begin so. */
    public List<String> databases(String beginning) throws SQLException {
        return rows(
                new DatabaseName("postgres"),
                "select datname from pg_database where starts_with(datname, '" + beginning + "') order by 1");
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
