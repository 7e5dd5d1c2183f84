package io.catwing.support;

import io.catwing.bucket.BucketComponent;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.S3Clients;
import io.catwing.bucket.S3ObjectStore;
import io.catwing.bucket.S3RawFiles;
import io.catwing.bucket.S3Settings;
import io.catwing.bucket.StoredObject;
import io.catwing.local.servers.EmbeddedS3;
import io.catwing.local.servers.PostgresProgram;
import io.catwing.local.servers.PostgresServer;
import io.catwing.postgres.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One PostgreSQL and one S3 a JVM, started when first asked for and ended with it, as processes or as {@link Containers}.
 * Each test takes a database or a bucket of its own, so that tests need not clean up and can run side by side.
 */
public final class Servers {
    /** Whether they are containers; else nothing of those is loaded. */
    private static final boolean IN_CONTAINERS = Boolean.getBoolean("catwing.containers");

    private static final String TEMPLATE = "catwing_template";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Deque<AutoCloseable> AT_EXIT = new ArrayDeque<>();
    private static final Path FOLDER = newFolder();

    private Servers() {}

    /**
     * A database.
     *
     * @param dataSource unpooled
     * @param user needs no password
     */
    public record Database(DataSource dataSource, String url, String user) {
        public DatabaseAddress address() {
            return new DatabaseAddress(url, user, "");
        }
    }

    /** A bucket, and the two doors to what is in it. */
    public record Bucket(RawFiles rawFiles, ObjectStore objectStore, S3Client s3, S3Settings settings) {
        public String name() {
            return settings.bucket();
        }

        public String endpoint() {
            return settings.endpoint();
        }

        public String accessKey() {
            return settings.accessKey();
        }

        public String secretKey() {
            return settings.secretKey();
        }

        /** For routes that say {@code aws2-s3:{{catwing.s3.bucket}}}. */
        public void bindTo(CamelContext camel) {
            bindTo(camel, s3);
        }

        /** The same, by another client of the bucket. */
        public void bindTo(CamelContext camel, S3Client client) {
            camel.getRegistry().bind("aws2-s3", new BucketComponent(client));
            camel.getPropertiesComponent().addOverrideProperty("catwing.s3.bucket", name());
        }

        /** As anybody may who has the keys: whatever is there is replaced. */
        public StoredObject put(ObjectKey key, Path file) {
            s3.putObject(p -> p.bucket(name()).key(key.toString()), RequestBody.fromFile(file));
            return objectStore.confirm(key);
        }

        public void delete(ObjectKey key) {
            s3.deleteObject(d -> d.bucket(name()).key(key.toString()));
        }

        /** Where the S3 server keeps this bucket's objects, one file each; skips a test whose server is a container. */
        public Path folder() {
            Assumptions.assumeFalse(IN_CONTAINERS, "files of an S3 in a container cannot be reached");
            return FOLDER.resolve("s3").resolve(name());
        }
    }

    /** A fresh database with all migrations applied. */
    public static Database database() {
        return databaseOf(TEMPLATE);
    }

    /** A fresh database with nothing in it. */
    public static Database emptyDatabase() {
        return databaseOf("template1");
    }

    private static Database databaseOf(String template) {
        String name = "test_" + COUNT.incrementAndGet();
        execute("create database " + name + " template " + template);
        return new Database(Postgres.dataSource(name), url(Postgres.ADDRESS, name), "postgres");
    }

    /** What the environment of the program names to use them. */
    public static Map<String, String> environment(Database database, Bucket bucket) {
        return Map.of(
                "CATWING_DB_URL", database.url(),
                "CATWING_DB_USER", database.user(),
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name());
    }

    /** A fresh, empty bucket. */
    public static Bucket bucket() {
        S3Settings server = S3.SETTINGS;
        S3Settings settings = new S3Settings(
                server.endpoint(),
                server.region(),
                server.accessKey(),
                server.secretKey(),
                "test-" + COUNT.incrementAndGet(),
                true,
                server.chunked());
        S3.CLIENT.createBucket(b -> b.bucket(settings.bucket()));
        return new Bucket(
                new S3RawFiles(S3.CLIENT, settings.bucket()),
                new S3ObjectStore(S3.CLIENT, settings.bucket()),
                S3.CLIENT,
                settings);
    }

    /** One at a time: PostgreSQL refuses to copy a template that is being copied. */
    private static synchronized void execute(String sql) {
        try (Connection connection = Postgres.dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started by the first use of the class. */
    private static final class Postgres {
        // Its workers would go through all the databases of the tests, one after the other, without an end.
        private static final String ADDRESS = startPostgres("postgresql", "pg", Map.of("autovacuum", "off"));

        static {
            execute("create database " + TEMPLATE);
            Flyway.configure().dataSource(dataSource(TEMPLATE)).load().migrate();
        }

        static PGSimpleDataSource dataSource(String database) {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setURL(url(ADDRESS, database));
            dataSource.setUser("postgres");
            return dataSource;
        }
    }

    /** An empty database on a server of its own, for what would disturb other tests; it ends with them. */
    public static Database emptyDatabase(Map<String, String> serverSettings) {
        int number = COUNT.incrementAndGet();
        String address = startPostgres("postgresql-" + number, "pg-" + number, serverSettings);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url(address, "postgres"));
        dataSource.setUser("postgres");
        return new Database(dataSource, url(address, "postgres"), "postgres");
    }

    private static String url(String address, String database) {
        return "jdbc:postgresql://" + address + "/" + database;
    }

    /** @return host and port */
    private static String startPostgres(String programs, String folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "timezone", "UTC",
                "max_connections", "200",
                // Nothing of it outlives the tests.
                "fsync", "off",
                "synchronous_commit", "off",
                "full_page_writes", "off"));
        all.putAll(settings);
        if (IN_CONTAINERS) {
            Containers.Started server = Containers.postgres(all);
            atExit(server.container());
            return server.address();
        }
        try {
            PostgresProgram program = PostgresProgram.unpack(Files.createDirectory(FOLDER.resolve(programs)));
            Path data = FOLDER.resolve(folder);
            program.initialise(data, "not asked for");
            PostgresServer server = PostgresServer.start(
                    program, data, "host all all 127.0.0.1/32 trust\n", FOLDER.resolve(folder + ".log"), all);
            atExit(server);
            return "127.0.0.1:" + server.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started by the first use of the class. */
    private static final class S3 {
        static final S3Settings SETTINGS = start();
        static final S3Client CLIENT = S3Clients.create(SETTINGS);

        static {
            atExit(CLIENT);
        }

        private static S3Settings start() {
            if (IN_CONTAINERS) {
                Containers.Started server = Containers.s3();
                atExit(server.container());
                return Containers.settings(server, "test-0");
            }
            EmbeddedS3 server = EmbeddedS3.start(FOLDER.resolve("s3"), "test-0", "a secret of the tests");
            atExit(server);
            return server.settings();
        }
    }

    /** Closes it when the process ends, before the servers that were started until now. */
    public static void atExit(AutoCloseable resource) {
        synchronized (AT_EXIT) {
            AT_EXIT.push(resource);
        }
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("catwing-servers-");
            Runtime.getRuntime().addShutdownHook(new Thread(Servers::stop, "servers-stop"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop() {
        synchronized (AT_EXIT) {
            for (AutoCloseable resource : AT_EXIT) {
                try {
                    resource.close();
                } catch (Exception e) {
                    System.err.println("a test server did not end: " + e);
                }
            }
        }
        try {
            // Hundreds of databases are hundreds of thousands of files: the process that deletes them outlives this
            // one.
            new ProcessBuilder("rm", "-rf", FOLDER.toString()).start();
        } catch (IOException e) {
            System.err.println("temporary data stays in " + FOLDER + ": " + e);
        }
    }
}
