package io.catwing.local.demo;

import com.sun.net.httpserver.HttpServer;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The demo ERP, running on 127.0.0.1 until it is closed. {@code catwing demo} and tests start it; {@code
 * clients/CW-000200.yaml} and {@code clients/CW-000151.yaml} call it, once {@link #environment()} is set.
 */
public final class DemoErp implements AutoCloseable {
    /** Bytes of white space that {@link Fault#OVERSIZED_BODY} adds: more than a client should accept. */
    public static final long OVERSIZE = 96L << 20;

    /** Where {@link Fault#OTHER_HOST} leads; the name is reserved and resolves nowhere. */
    static final String ELSEWHERE = "http://erp.example.invalid";

    private static final String[] ENGLISH_TOWNS = {
        "Reading", "Derby", "York", "Bath", "Leeds", "Norwich", "Exeter", "Durham", "Oxford", "Truro", "Lincoln"
    };
    private static final String[] GERMAN_TOWNS = {
        "Kassel", "Erfurt", "Bremen", "Mainz", "Jena", "Potsdam", "Ulm", "Bonn", "Trier", "Halle", "Lübeck"
    };

    static {
        // The JDK's server sends head and body separately; without this the kernel delays the body by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final FaultInjection wrongs = new FaultInjection();
    private final Replies replies;
    private final String apiKey = randomSecret();
    private final String clientId = "catwing-demo";
    private final String clientSecret = randomSecret();

    private DemoErp(DemoOptions options) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()), 0);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "demo-erp-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        World english = english(options);
        World german = german(options);
        replies = new Replies(options);
        Dialect paged = new PagedDialect(english, wrongs, apiKey);
        Dialect odata = new ODataDialect(german, wrongs, new Tokens(clientId, clientSecret, options.tokenLife()));
        server.createContext("/api/v1", exchange -> replies.reply(exchange, paged));
        server.createContext("/erp", exchange -> replies.reply(exchange, odata));
        server.createContext("/bulk", replies::replyInBulk);
        server.setExecutor(threads);
        server.start();
    }

    /** The data of client CW-000200. */
    static World english(DemoOptions options) {
        return Simulation.run(options, 200, ENGLISH_TOWNS, 50.5, -3.5);
    }

    /** The data of client CW-000151. */
    static World german(DemoOptions options) {
        return Simulation.run(options, 151, GERMAN_TOWNS, 48.5, 8.0);
    }

    /**
     * Simulates both clients' trade and serves it.
     *
     * @throws AbortingFailure when the port is taken
     */
    public static DemoErp start(DemoOptions options) {
        try {
            return new DemoErp(options);
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the demo ERP cannot listen on 127.0.0.1:" + options.port() + ": " + e.getMessage(),
                    "end what uses the port, or choose another one; port 0 takes any free one",
                    e);
        }
    }

    /** {@code http://127.0.0.1:PORT} */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * The variables of the two clients' files: addresses and this start's own secrets. They replace environment
     * variables and are useless once the ERP is closed.
     */
    public Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "CW_000200_URL", baseUrl() + "/api/v1",
                "CW_000200_API_KEY", apiKey,
                "CW_000151_URL", baseUrl() + "/erp",
                "CW_000151_CLIENT_ID", clientId,
                "CW_000151_CLIENT_SECRET", clientSecret));
    }

    /** An address that answers with an entity of any size in constant memory; see {@link BulkAnswer}. */
    public URI bulkUrl() {
        return URI.create(baseUrl() + "/bulk");
    }

    /** Injects this fault into the answers about an entity from now on, for both clients. */
    public void corrupt(Entity entity, Fault wrong) {
        wrongs.turnOn(entity, wrong);
    }

    /** Removes the injected faults; the random ones stay. */
    public void behave() {
        wrongs.turnOff();
    }

    /** How many answers of each kind were given: a status, or the name of a fault. */
    public Map<String, Long> statistics() {
        return replies.statistics();
    }

    private static String randomSecret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
