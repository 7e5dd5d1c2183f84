package io.catwing.local.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running PostgreSQL server on the loopback address: no sockets in shared folders. */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    /** After a crash in the middle of a big load, some minutes of recovery are normal. */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    /** Another process may take a free port before the server listens on it. */
    private static final int ATTEMPTS = 5;

    private static final long GREATEST_LOG = 8L << 20;

    private final Path data;
    private final int port;

    private PostgresServer(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param data made by {@link PostgresProgram#initialise}
     * @param access the lines of pg_hba.conf, which define who may connect
     * @param log receives the server's output
     * @param settings by name; a port is chosen if they name none
     * @throws io.catwing.failure.AbortingFailure when it does not start, with its last output
     */
    public static PostgresServer start(
            PostgresProgram program, Path data, String access, Path log, Map<String, String> settings)
            throws IOException {
        program.handOver(data);
        Files.writeString(data.resolve("pg_hba.conf"), access);
        if (Files.exists(log) && Files.size(log) > GREATEST_LOG) {
            Files.delete(log);
        }
        for (int attempt = 1; ; attempt++) {
            long logged = Files.exists(log) ? Files.size(log) : 0;
            int port = settings.containsKey("port") ? Integer.parseInt(settings.get("port")) : freePort();
            Process process = launch(program, data, log, settings, port);
            if (awaitReady(process, data)) {
                return new PostgresServer(data, port);
            }
            String said = said(log, logged);
            if (attempt == ATTEMPTS || !said.contains("Address already in use")) {
                throw StartFailures.of(said, data, null);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(PostgresProgram program, Path data, Path log, Map<String, String> settings, int port)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("postgres", "-D", data.toAbsolutePath().toString()));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        command.addAll(
                List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "port=" + port));
        ProcessBuilder builder = program.builder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        CompletableFuture<Process> started = new CompletableFuture<>();
        // The kernel reports the parent's death when the thread that started the server ends, so this thread must stay.
        Thread thread = new Thread(
                () -> {
                    try {
                        Process process = builder.start();
                        process.getOutputStream().close();
                        started.complete(process);
                        LOG.debug("PostgreSQL (pid {}) ended with {}", process.pid(), process.waitFor());
                    } catch (IOException | RuntimeException e) {
                        started.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "embedded-postgres");
        thread.setDaemon(true);
        thread.start();
        try {
            return started.join();
        } catch (CompletionException e) {
            throw new IOException("PostgreSQL's program cannot be started: " + e.getCause(), e);
        }
    }

    /** @return false if it ended, or did not get ready in time and was stopped */
    private static boolean awaitReady(Process process, Path data) throws IOException {
        long begin = System.nanoTime();
        try {
            while (!isReady(process, data)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (System.nanoTime() - begin > LONGEST_START.toNanos()) {
                    process.destroyForcibly().waitFor();
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL started", e);
        }
    }

    /** The eighth line of its pid file is its state. The first one shows that the file is not an earlier server's. */
    private static boolean isReady(Process process, Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() >= 8
                && lines.get(0).strip().equals(Long.toString(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private static String said(Path log, long from) throws IOException {
        if (Files.notExists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = Math.max(from, file.length() - (1 << 16));
            byte[] bytes = new byte[(int) Math.max(0, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** On 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Shuts it down, and waits. */
    @Override
    public void close() {
        Optional<Postmaster> process = Postmaster.of(data);
        process.ifPresent(Postmaster::end);
    }
}
