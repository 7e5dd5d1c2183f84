package io.catwing.load;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.bucket.RawPuts;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.job.Events;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.Results;
import io.catwing.job.RunId;
import io.catwing.job.Share;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.load.mapping.Mappings;
import io.catwing.load.rebuild.BulkDatabase;
import io.catwing.load.rebuild.BulkReplay;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.Sessions;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stage load as it runs, its real routes and beans, on a database of its own. */
public final class LoadFixture implements AutoCloseable {
    private static final RunId RUN = new RunId("20260224-031500-7f3a");

    /** More than are listed at a time. */
    static final List<ClientId> OTHERS = IntStream.range(301, 331)
            .mapToObj(number -> new ClientId("CW-000" + number))
            .toList();

    final Servers.Database database;
    private final Client client;
    private final RawFiles rawFiles;
    private final Servers.Bucket bucket;
    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final Stopping stopping = new Stopping();
    private final HikariDataSource pool = new HikariDataSource();
    private final ProducerTemplate doors;

    LoadFixture(EntitySpec... specs) {
        this(Servers.bucket(), new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16), specs);
    }

    private LoadFixture(Servers.Bucket bucket, LoadSettings settings, EntitySpec... specs) {
        this(Servers.database(), bucket, bucket.rawFiles(), settings, specs);
    }

    LoadFixture(RawFiles rawFiles, LoadSettings settings, EntitySpec... specs) {
        this(Servers.database(), rawFiles, settings, specs);
    }

    /** On raw files that are put elsewhere. */
    public LoadFixture(Servers.Database database, RawFiles rawFiles, LoadSettings settings, EntitySpec... specs) {
        this(database, null, rawFiles, settings, specs);
    }

    private LoadFixture(
            Servers.Database database,
            Servers.Bucket bucket,
            RawFiles rawFiles,
            LoadSettings settings,
            EntitySpec... specs) {
        this.database = database;
        this.bucket = bucket;
        this.rawFiles = rawFiles;
        client = Mappings.client(specs);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setMinimumIdle(0);
        pool.setConnectionInitSql(Sessions.BEGIN);
        Clients clients =
                new Clients(Stream.concat(Stream.of(client), OTHERS.stream().map(id -> Mappings.client(id, specs)))
                        .toList());
        Results results = new Results(Events.NONE, JdbcClient.create(pool));
        MissingFiles missingFiles = new MissingFiles(clients, rawFiles, pool);
        camel.getRegistry().bind("missingFiles", missingFiles);
        camel.getRegistry()
                .bind(
                        "planLoad",
                        new PlanLoad(
                                clients, missingFiles, rawFiles, threads, settings, Progress.NONE, stopping, results));
        camel.getRegistry()
                .bind("loadRawFiles", new LoadRawFiles(pool, rawFiles, threads, settings, Events.NONE, stopping));
        camel.getRegistry()
                .bind("forgetChangedMappings", new ForgetChangedMappings(clients, pool, rawFiles, missingFiles));
        camel.getRegistry().bind("halfLoaded", new HalfLoaded(clients, pool));
        BulkDatabase bulk = new BulkDatabase(pool, threads, settings);
        Shares shares = new Shares(rawFiles);
        camel.getRegistry().bind("bulkDatabase", bulk);
        camel.getRegistry()
                .bind(
                        "bulkReplay",
                        new BulkReplay(
                                clients,
                                rawFiles,
                                missingFiles,
                                pool,
                                bulk,
                                shares,
                                threads,
                                settings,
                                Progress.NONE,
                                results,
                                stopping));
        camel.getRegistry().bind("gatherLoaded", new GatherLoaded());
        camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
        camel.getRegistry().bind("loadThreads", threads);
        try {
            for (String file : List.of(
                    "failure/quarantine", "load/replay", "load/load", "load/load-raw-files", "load/load-raw-file")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        doors = camel.createProducerTemplate();
    }

    RawFiles rawFiles() {
        return rawFiles;
    }

    static RawKey key(Entity entity, String date) {
        return new RawKey(Mappings.CLIENT, LocalDate.parse(date), entity);
    }

    LoadFixture put(Entity entity, String date, String json) {
        put(bucket, key(entity, date), json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    LoadFixture putSnapshot(Entity entity, String date, String json) {
        put(bucket, key(entity, date), json.getBytes(StandardCharsets.UTF_8), true);
        return this;
    }

    static void put(Servers.Bucket bucket, RawKey key, byte[] json) {
        put(bucket, key, json, false);
    }

    static void put(Servers.Bucket bucket, RawKey key, byte[] json, boolean snapshot) {
        try {
            Path spool = Files.createTempFile("catwing-load-", ".json");
            Files.write(spool, json);
            RawPuts.put(
                    bucket,
                    key,
                    spool,
                    new RawMetadata(
                            0,
                            1,
                            null,
                            snapshot,
                            snapshot ? null : key.date(),
                            snapshot ? null : key.date(),
                            sha256(json),
                            null,
                            "test",
                            Instant.EPOCH,
                            null,
                            snapshot ? 0L : null,
                            Map.of()));
            Files.delete(spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<StepResult> load() {
        return load(null, null, false, 1);
    }

    /** Of {@link #OTHERS}. */
    @SuppressWarnings("unchecked")
    List<StepResult> loadOthers(boolean again) {
        return doors.requestBody(
                "direct:load",
                Job.of(RUN, "test", OTHERS).with(Job.Option.AGAIN, again).parallel(1),
                List.class);
    }

    List<StepResult> loadAgain() {
        return load(null, null, true, 1);
    }

    /** One date alone. */
    List<StepResult> load(String date) {
        return load(LocalDate.parse(date), LocalDate.parse(date), true, 1);
    }

    public List<StepResult> load(LocalDate from, LocalDate to, boolean again, int parallel) {
        return load(from, to, again, false, parallel);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> load(LocalDate from, LocalDate to, boolean again, boolean newestFirst, int parallel) {
        return doors.requestBody(
                "direct:load",
                Job.of(RUN, "test", List.of(client.id()))
                        .between(from, to)
                        .with(Job.Option.AGAIN, again)
                        .with(Job.Option.NEWEST_FIRST, newestFirst)
                        .parallel(parallel),
                List.class);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> replayInBulk(LocalDate from, LocalDate to, int parallel) {
        return replay(Job.of(RUN, "test", List.of(client.id()))
                .between(from, to)
                .parallel(parallel)
                .with(Job.Option.BULK));
    }

    /** One process of several that fill the database. */
    List<StepResult> replayInBulk(Share share) {
        return replay(Job.of(RUN, "test", List.of(client.id())).share(share).with(Job.Option.BULK));
    }

    @SuppressWarnings("unchecked")
    private List<StepResult> replay(Job job) {
        return doors.requestBody("direct:replay", job, List.class);
    }

    SortedMap<String, Digest> digests() {
        try {
            return new Digests(database.dataSource()).all();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as text, values apart by a bar, null as a dash. */
    public List<String> rows(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(IntStream.rangeClosed(1, result.getMetaData().getColumnCount())
                            .mapToObj(i -> cell(result, i))
                            .collect(Collectors.joining("|")));
                }
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
        threads.shutdownNow();
        pool.close();
    }
}
