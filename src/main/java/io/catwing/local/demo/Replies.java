package io.catwing.local.demo;

import com.sun.net.httpserver.HttpExchange;
import io.catwing.local.demo.Faults.Fault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers, and makes some of them fail on the way. */
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final byte[] BLANKS = blanks(1 << 16);

    private final Faults faults;
    private final Duration retryAfter;
    private final Duration slowness;
    private final Map<String, LongAdder> given = new ConcurrentHashMap<>();

    public Replies(DemoOptions options) {
        this.faults = new Faults(options.seed(), options.faultRate());
        this.retryAfter = options.retryAfter();
        this.slowness = options.slowness();
    }

    Map<String, Long> statistics() {
        Map<String, Long> sums = new TreeMap<>();
        given.forEach((kind, sum) -> sums.put(kind, sum.sum()));
        return sums;
    }

    public void reply(HttpExchange exchange, Dialect dialect) throws IOException {
        try (exchange) {
            Request request = Request.read(exchange);
            // Logins never fail: the fault to show is a credential that expires while pages are read.
            Optional<Fault> fault = request.path().endsWith("/token")
                    ? Optional.empty()
                    : faults.next(
                            request.method() + " " + exchange.getRequestURI() + " " + Arrays.hashCode(request.body()));
            if (fault.isPresent()) {
                count(fault.get().name().toLowerCase(Locale.ROOT));
                goBad(exchange, dialect, request, fault.get());
            } else {
                Answer answer = dialect.answer(request);
                count(Integer.toString(answer.status()));
                send(exchange, answer);
            }
        } catch (RuntimeException e) {
            LOG.error("the demo ERP failed at {}", exchange.getRequestURI(), e);
            throw e;
        }
    }

    /** How many answers of each kind were sent so far; requests for this count are not counted and never fail. */
    public void replyWithStatistics(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, Answer.json(200, Answer.JSON.valueToTree(statistics())));
        }
    }

    private void count(String kind) {
        given.computeIfAbsent(kind, k -> new LongAdder()).increment();
    }

    private void goBad(HttpExchange exchange, Dialect dialect, Request request, Fault fault) throws IOException {
        switch (fault) {
            case UNAVAILABLE -> send(exchange, Answer.html(503, "Down for maintenance"));
            case TOO_MANY_SECONDS ->
                send(
                        exchange,
                        Answer.html(429, "Slow down").with("Retry-After", Long.toString(retryAfter.toSeconds())));
            case TOO_MANY_DATE -> {
                String until =
                        HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC).plus(retryAfter));
                send(exchange, Answer.html(429, "Slow down").with("Retry-After", until));
            }
            case HTML -> send(exchange, Answer.html(200, "Scheduled downtime"));
            case ERROR_OBJECT -> send(exchange, dialect.busy());
            case EXPIRED_TOKEN ->
                send(
                        exchange,
                        request.authorization().isEmpty() ? Answer.html(502, "Bad gateway") : dialect.forget(request));
            case CUT -> sendHalf(exchange, dialect.answer(request));
            case SLOW -> {
                pause();
                send(exchange, dialect.answer(request));
            }
        }
    }

    private void pause() throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(slowness.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed while slow", e);
        }
    }

    private static void begin(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        long length = answer.body().length + answer.padding();
        exchange.sendResponseHeaders(answer.status(), answer.status() == 304 ? -1 : length);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        begin(exchange, answer);
        if (answer.status() == 304) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        out.write(answer.body());
        for (long left = answer.padding(); left > 0; left -= BLANKS.length) {
            out.write(BLANKS, 0, (int) Math.min(left, BLANKS.length));
        }
        out.close();
    }

    /** The server closes the connection when the exchange is closed with part of the promised body unsent. */
    private static void sendHalf(HttpExchange exchange, Answer answer) throws IOException {
        begin(exchange, answer);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
    }

    /** Streams an entity of any size, without authentication and without faults. */
    void replyInBulk(HttpExchange exchange) throws IOException {
        try (exchange) {
            BulkAnswer answer;
            try {
                answer = new BulkAnswer(Request.read(exchange));
            } catch (Request.BadRequest e) {
                send(exchange, Answer.html(400, e.getMessage()));
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
                answer.write(out);
            }
            count("bulk");
        }
    }

    private static byte[] blanks(int length) {
        return " ".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }
}
