package io.catwing.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets to PostgreSQL that notice within a minute that its machine has gone, as {@link Sessions#BEGIN} has PostgreSQL notice that
 * ours has. By default it takes two hours. A write that is under way is not watched by this: it fails when the system sends no more.
 * The driver makes it, and connects the sockets.
 */
public final class WatchedSockets extends SocketFactory {
    private static final Map<SocketOption<Integer>, Integer> OPTIONS = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE,
            30,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            10,
            ExtendedSocketOptions.TCP_KEEPCOUNT,
            3);

    @Override
    public Socket createSocket() throws IOException {
        return watched(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return watched(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return watched(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return watched(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return watched(new Socket(host, port, local, localPort));
    }

    private static Socket watched(Socket socket) throws IOException {
        for (Map.Entry<SocketOption<Integer>, Integer> option : OPTIONS.entrySet()) {
            // Not every system has them.
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
        return socket;
    }
}
