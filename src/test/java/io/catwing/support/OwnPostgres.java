package io.catwing.support;

import io.catwing.local.servers.PostgresProgram;
import io.catwing.local.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server that can be stopped or killed and started again, on the same port. */
public final class OwnPostgres implements AutoCloseable {
    /** Stops a test that hangs. */
    private static final Duration FOREVER = Duration.ofMinutes(30);

    private final Path folder;
    private final PostgresProgram program;
    private final int port;
    private PostgresServer server;

    private OwnPostgres(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        program = PostgresProgram.unpack(Files.createDirectory(folder.resolve("postgresql")));
        program.initialise(data(), "not asked for");
        start();
    }

    /** @param folder that exists and remains the caller's */
    public static OwnPostgres in(Path folder) {
        try {
            return new OwnPostgres(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data() {
        return folder.resolve("pg");
    }

    /** A database of that name, whether or not it exists. */
    public Servers.Database database(String name) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser("postgres");
        return new Servers.Database(source, url, "postgres");
    }

    /** A new, empty database. */
    public Servers.Database create(String name) {
        try (Connection connection = database("postgres").dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("create database " + name, e);
        }
        return database(name);
    }

    /** Once it has been stopped or killed. */
    public void start() {
        try {
            server = PostgresServer.start(
                    program,
                    data(),
                    "host all all 127.0.0.1/32 trust\n",
                    folder.resolve("postgres.log"),
                    Map.of("port", Integer.toString(port)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an administrator does: transactions are rolled back, and connections end. */
    public void stop() {
        server.close();
    }

    /** kill -9, and until all its processes are gone. */
    public void kill() {
        try {
            Path pidFile = data().resolve("postmaster.pid");
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                    .orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
            // Its other processes end by themselves, and until then hold the memory that the next server wants.
            Awaitility.await().atMost(FOREVER).until(() -> ProcessHandle.allProcesses()
                    .noneMatch(this::belongsToServer));
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's processes live in their data directory. */
    private boolean belongsToServer(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), data());
        } catch (IOException ended) {
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
