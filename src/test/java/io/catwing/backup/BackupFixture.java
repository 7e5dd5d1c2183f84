package io.catwing.backup;

import com.zaxxer.hikari.HikariDataSource;
import io.catwing.app.ServerAddresses;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.S3ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.exec.CommandComponent;
import io.catwing.exec.CommandExecutor;
import io.catwing.job.Events;
import io.catwing.job.RunId;
import io.catwing.postgres.ClientPrograms;
import io.catwing.postgres.DatabaseAddress;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.derive.SqlFolder;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.services.s3.S3Client;

/** The stage backup as it runs, its real routes and beans, on a database and a bucket of its own. */
final class BackupFixture implements AutoCloseable {
    static final String PASSWORD = "not in any list";

    final Servers.Database database;
    final Servers.Bucket bucket = Servers.bucket();
    final JdbcTemplate sql;
    final BackupSettings settings =
            new BackupSettings("0 30 4 * * ?", ZoneOffset.UTC, 2, 2, 1, 2, Duration.ofHours(6), Duration.ofHours(30));
    final BackupKeys keys = new BackupKeys("a key of the tests", Path.of("nowhere"));
    final Backups backups;

    private final Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CommandExecutor executor = new CommandExecutor();
    private final HikariDataSource pool = new HikariDataSource();
    private final SpoolFolder spool;
    private final Gzip gzip;
    private String programs = "";
    private S3Client s3 = bucket.s3();
    private PreflightBackup.Room room = file -> Long.MAX_VALUE;
    private DumpDatabase.Spool files = file -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);

    /** @param folder for spool files and programs */
    BackupFixture(Path folder) {
        this(folder, Servers.database());
    }

    BackupFixture(Path folder, Servers.Database database) {
        this.database = database;
        this.sql = new JdbcTemplate(database.dataSource());
        this.folder = folder;
        this.spool = new SpoolFolder(folder);
        this.gzip = new Gzip(spool);
        this.backups = new Backups(bucket.objectStore(), keys, gzip);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setMinimumIdle(0);
    }

    /** Puts a script in the place of pg_dump; {@code $real} is the real one. */
    BackupFixture pgDump(String script) {
        try {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Path program = bin.resolve("pg_dump");
            Files.writeString(program, "#!/bin/bash\nreal=pg_dump\n" + script + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            programs = bin.toString();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script that does something else than dump, but tells its version as the real one does. */
    BackupFixture dumps(String script) {
        return pgDump("if [ \"$1\" = --version ]; then exec $real --version; fi\n" + script);
    }

    BackupFixture programs(String place) {
        programs = place;
        return this;
    }

    /** Another client of all that speaks S3 here, beans and endpoints. */
    BackupFixture s3(S3Client other) {
        s3 = other;
        return this;
    }

    BackupFixture room(PreflightBackup.Room other) {
        room = other;
        return this;
    }

    BackupFixture files(DumpDatabase.Spool other) {
        files = other;
        return this;
    }

    Backup backup() {
        DatabaseAddress address = new DatabaseAddress(database.url(), database.user(), PASSWORD);
        ClientPrograms clients = new ClientPrograms(executor, programs);
        ObjectStore objectStore = new S3ObjectStore(s3, bucket.name());
        Backups seen = new Backups(objectStore, keys, gzip);
        Map<String, Object> beans = new TreeMap<>();
        beans.put("backupAttempts", new BackupAttempts(pool, Events.NONE));
        beans.put("preflightBackup", new PreflightBackup(address, clients, spool, seen, room));
        beans.put("dumpDatabase", new DumpDatabase(pool, address, clients, threads, settings, gzip, files));
        beans.put("verifyDump", new VerifyDump());
        ServerAddresses server = new ServerAddresses(database.url(), database.user(), PASSWORD, Map.of());
        beans.put("proveDump", new ProveDump(pool, server, new RestoreRole("", ""), seen, SqlFolder.none()));
        beans.put("storeBackup", new StoreBackup(objectStore, keys, settings, gzip));
        beans.put("keepWeekly", new KeepWeekly(objectStore, seen, keys));
        beans.put("pruneBackups", new PruneBackups(objectStore, seen, settings));
        beans.put("dataSource", pool);
        CamelContext camel = new DefaultCamelContext();
        try {
            beans.forEach(camel.getRegistry()::bind);
            camel.addComponent("exec", new CommandComponent(executor));
            bucket.bindTo(camel, s3);
            for (String route : List.of(
                    "backup", "preflight-backup", "dump-database", "verify-dump", "store-backup", "keep-weekly")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(
                                camel, "classpath:routes/backup/" + route + ".camel.yaml"));
            }
            camel.start();
            return camel.createProducerTemplate().requestBody("direct:backup", RunId.next(), Backup.class);
        } catch (CamelExecutionException wrapped) {
            throw (RuntimeException) wrapped.getCause();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            camel.stop();
        }
    }

    /** Key to ETag of everything under db-backups/. */
    Map<String, String> objects() {
        Map<String, String> objects = new TreeMap<>();
        bucket.s3()
                .listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix("db-backups/"))
                .contents()
                .forEach(o -> objects.put(o.key(), o.eTag()));
        return objects;
    }

    /** Executed in one connection, in the database that is backed up. */
    void execute(String... statements) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the spool holds, besides its lock. */
    List<Path> spooled() {
        try (var all = Files.walk(folder.resolve("spool"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        pool.close();
    }
}
