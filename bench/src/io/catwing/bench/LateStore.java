package io.catwing.bench;

import io.catwing.bucket.S3Settings;
import io.catwing.support.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store that is far away: passes on each connection's bytes, and holds each answer back before its first byte. No
 * connection waits for another.
 */
final class LateStore {
    private final URI server;
    private final Duration latency;
    private final ServerSocket socket;

    private LateStore(URI server, Duration latency) throws IOException {
        this.server = server;
        this.latency = latency;
        // More connections may be opened at once than the usual backlog takes.
        this.socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    }

    /** The same bucket, that far away until the program ends. */
    static Servers.Bucket of(Servers.Bucket bucket, Duration latency) {
        try {
            LateStore store = new LateStore(URI.create(bucket.endpoint()), latency);
            thread(store::accept);
            S3Settings near = bucket.settings();
            S3Settings far = new S3Settings(
                    "http://127.0.0.1:" + store.socket.getLocalPort(),
                    near.region(),
                    near.accessKey(),
                    near.secretKey(),
                    near.bucket(),
                    near.pathStyle(),
                    near.chunked());
            return new Servers.Bucket(bucket.rawFiles(), bucket.objectStore(), bucket.s3(), far);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "late-store");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                AtomicBoolean asked = new AtomicBoolean();
                thread(() -> pass(client, upstream, () -> asked.set(true)));
                thread(() -> pass(upstream, client, () -> {
                    if (asked.getAndSet(false)) {
                        hold();
                    }
                }));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hold() {
        try {
            Thread.sleep(latency.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to, Runnable beforeEach) {
        byte[] bytes = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                beforeEach.run();
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // Either end has closed its connection, which closes the other.
            return;
        }
    }
}
