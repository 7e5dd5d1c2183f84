package io.catwing.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a process and a server, passes bytes in both directions, and kills the process between any two of them: what is
 * beyond the byte that the {@link Meter} names never passes.
 */
public final class ByteGate implements AutoCloseable {

    private final ServerSocket listening;
    private final int upstream;
    private final Meter meter;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Counts the bytes of all gates of one process. */
    public static final class Meter {
        private long passed;
        private long last = Long.MAX_VALUE;
        private Runnable kill = () -> {};
        private boolean dead;

        /** For another process: counts from 0, and kills it after so many bytes. */
        public synchronized void begin(long bytes, Runnable killing) {
            passed = 0;
            last = bytes;
            kill = killing;
            dead = false;
        }

        /** From now on. */
        public synchronized void killIn(long bytes) {
            last = Math.min(last, passed + bytes);
        }

        public synchronized long passed() {
            return passed;
        }

        /** Passes as many of the bytes as may pass, and then kills. */
        private synchronized boolean pass(byte[] bytes, int length, OutputStream to) throws IOException {
            int allowed = (int) Math.min(length, Math.max(0, last - passed));
            if (dead) {
                return false;
            }
            to.write(bytes, 0, allowed);
            to.flush();
            passed += allowed;
            if (passed < last) {
                return true;
            }
            dead = true;
            kill.run();
            return false;
        }
    }

    /** @param address of this machine to listen on @param port 0 for a free one */
    public ByteGate(String address, int port, int upstream, Meter meter) {
        this.upstream = upstream;
        this.meter = meter;
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), upstream);
                ports.add(far.getLocalPort());
                open.add(near);
                open.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                daemon(() -> pump(near, far));
                daemon(() -> pump(far, near));
            }
        });
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Whether a connection to the server is one of this gate's. @param port that it comes from */
    public boolean isOurs(int port) {
        return ports.contains(port);
    }

    private void pump(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!meter.pass(bytes, length, out)) {
                    return;
                }
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** What is thrown is that a socket was closed. */
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                "byte-gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return "gate to " + upstream;
    }
}
