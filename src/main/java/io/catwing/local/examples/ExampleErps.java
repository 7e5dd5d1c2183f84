package io.catwing.local.examples;

import com.sun.net.httpserver.HttpServer;
import io.catwing.failure.AbortingFailure;
import io.catwing.local.demo.DemoOptions;
import io.catwing.local.demo.Dialect;
import io.catwing.local.demo.Replies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Both ERPs of the tutorial on 127.0.0.1 until they are closed: {@code /shop/api/v1} and {@code /odata}, and {@code
 * /stats} with how many answers of each kind they gave.
 */
final class ExampleErps implements AutoCloseable {
    static {
        // The JDK's server sends head and body separately; without this the kernel delays the body by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private ExampleErps(HttpServer server, Dialect shop, Dialect bicycleMaker, Replies replies) {
        this.server = server;
        server.createContext("/shop/api/v1", exchange -> replies.reply(exchange, shop));
        server.createContext("/odata", exchange -> replies.reply(exchange, bicycleMaker));
        server.createContext("/stats", replies::replyWithStatistics);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param data the folder of the two data files
     * @throws AbortingFailure when a file cannot be read or the port is taken
     */
    static ExampleErps start(Path data, DemoOptions options) {
        Dialect shop;
        Dialect bicycleMaker;
        try {
            shop = new Shop(data.resolve("online-retail.csv.gz"));
            bicycleMaker = new BicycleMaker(data.resolve("adventureworks.json.gz"), options.tokenLife());
        } catch (IOException e) {
            throw new AbortingFailure(
                    "cannot read the examples' data: "
                            + (e instanceof NoSuchFileException ? "there is no " + e.getMessage() : e),
                    "start ./catwing of a whole checkout, or let CATWING_EXAMPLES name the folder examples of one",
                    e);
        }
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", options.port());
        try {
            return new ExampleErps(HttpServer.create(address, 0), shop, bicycleMaker, new Replies(options));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the examples' ERPs cannot listen on port " + options.port() + ": " + e.getMessage(),
                    "end what uses the port, or choose another one with --port",
                    e);
        }
    }

    /** {@code http://127.0.0.1:PORT} */
    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The variables of the two clients' files; these credentials are public and open nothing else. */
    Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "CW_000200_URL", baseUrl() + "/shop/api/v1",
                "CW_000200_API_KEY", Shop.API_KEY,
                "CW_000151_URL", baseUrl() + "/odata",
                "CW_000151_CLIENT_ID", BicycleMaker.CLIENT_ID,
                "CW_000151_CLIENT_SECRET", BicycleMaker.CLIENT_SECRET));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
