package io.catwing.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.S3Settings;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * An S3 server whose raw files are computed and not stored: a tiny one of each client, day and entity, so that a million
 * of them cost nothing. Counts every call by its kind. What is put is kept in memory; it checks no signature.
 */
public final class GeneratedS3 implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final String BUCKET = "generated";
    /** The kind of a call that lists raw files. */
    public static final String RAW = "list raw files";

    private final List<ClientId> clients;
    private final List<Entity> entities;
    private final LocalDate first;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(64, task -> {
        Thread thread = new Thread(task, "generated-s3");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, AtomicLong> calls = new ConcurrentSkipListMap<>();
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private volatile int days;
    private volatile Entity spoilt;
    private volatile Predicate<String> failing = asked -> false;

    private record Stored(byte[] bytes, Map<String, String> headers) {}

    /** @param days from {@code first} on, of each of which there is a file of each client's entity */
    public GeneratedS3(List<ClientId> clients, List<Entity> entities, LocalDate first, int days) {
        // Answers are small: without this each would wait for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.clients = clients.stream().sorted().toList();
        this.entities =
                entities.stream().sorted(Comparator.comparing(Entity::toString)).toList();
        this.first = first;
        this.days = days;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public S3Settings settings() {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        return new S3Settings(endpoint, "us-east-1", "any", "any", BUCKET, true, false);
    }

    /** From now on there are the files of so many days. */
    public void days(int number) {
        days = number;
    }

    /** The file is not there until it is shown. */
    public void hide(RawKey key) {
        hidden.add(key.toString());
    }

    public void show(RawKey key) {
        hidden.remove(key.toString());
    }

    /** From now on files of this entity are no JSON. */
    public void spoil(Entity entity) {
        spoilt = entity;
    }

    /** From now on calls are answered 503 for what is asked of: the key of an object, or the prefix of a listing. */
    public void fail(Predicate<String> asked) {
        failing = asked;
    }

    /** How many files there are, hidden ones included. */
    public long files() {
        return (long) clients.size() * days * entities.size();
    }

    /** Calls since the last reset by kind: {@link #RAW}, list others, get, head, put. */
    public SortedMap<String, Long> calls() {
        SortedMap<String, Long> counted = new TreeMap<>();
        calls.forEach((kind, count) -> counted.put(kind, count.get()));
        return counted;
    }

    public void resetCalls() {
        calls.clear();
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String path = URLDecoder.decode(request.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
            String key = path.substring(Math.min(path.length(), BUCKET.length() + 2));
            boolean list = key.isEmpty();
            String kind = !list
                    ? request.getRequestMethod().toLowerCase(Locale.ROOT)
                    : query(request).getOrDefault("prefix", "").startsWith(RawKey.PREFIX) ? RAW : "list others";
            calls.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
            if (failing.test(list ? query(request).getOrDefault("prefix", "") : key)) {
                request.sendResponseHeaders(503, -1);
            } else if (list && query(request).containsKey("delimiter")) {
                listClients(request);
            } else if (list) {
                list(request);
            } else if (request.getRequestMethod().equals("PUT")) {
                put(request, key);
            } else {
                get(request, key);
            }
        }
    }

    private void put(HttpExchange request, String key) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-meta-")) {
                headers.put(name, values.get(0));
            }
        });
        boolean there =
                stored.putIfAbsent(key, new Stored(request.getRequestBody().readAllBytes(), headers)) != null;
        request.getResponseHeaders().set("ETag", '"' + md5(key) + '"');
        request.sendResponseHeaders(there ? 412 : 200, -1);
    }

    private void get(HttpExchange request, String key) throws IOException {
        Stored object = RawKey.tryParse(key).filter(this::isThere).isPresent()
                ? new Stored(content(RawKey.parse(key)), Map.of())
                : stored.get(key);
        if (object == null) {
            request.sendResponseHeaders(404, -1);
            return;
        }
        object.headers().forEach(request.getResponseHeaders()::set);
        request.getResponseHeaders().set("ETag", '"' + md5(key) + '"');
        request.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        if (request.getRequestMethod().equals("HEAD")) {
            request.getResponseHeaders().set("Content-Length", "" + object.bytes().length);
            request.sendResponseHeaders(200, -1);
        } else {
            request.sendResponseHeaders(200, object.bytes().length);
            request.getResponseBody().write(object.bytes());
        }
    }

    private boolean isThere(RawKey key) {
        return clients.contains(key.client())
                && entities.contains(key.entity())
                && !key.date().isBefore(first)
                && key.date().isBefore(first.plusDays(days))
                && !hidden.contains(key.toString());
    }

    /** Whatever folders are asked for. */
    private void listClients(HttpExchange request) throws IOException {
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        clients.forEach(client -> xml.append("<CommonPrefixes><Prefix>")
                .append(RawKey.prefix(client))
                .append("</Prefix></CommonPrefixes>"));
        send(request, xml);
    }

    private void list(HttpExchange request) throws IOException {
        Map<String, String> query = query(request);
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        long at = firstNotBefore(after.compareTo(prefix) < 0 ? prefix : after + '\u0000');
        int listed = 0;
        String last = null;
        for (; at < files() && listed < PAGE && key(at).startsWith(prefix); at++) {
            String key = key(at);
            if (!hidden.contains(key)) {
                last = key;
                listed++;
                xml.append("<Contents><Key>").append(key);
                xml.append("</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;");
                xml.append(md5(key)).append("&quot;</ETag><Size>");
                xml.append(content(RawKey.parse(key)).length).append("</Size></Contents>");
            }
        }
        boolean more = last != null && at < files() && key(at).startsWith(prefix);
        xml.append("<KeyCount>").append(listed).append("</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>");
        xml.append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
        }
        send(request, xml);
    }

    private static void send(HttpExchange request, StringBuilder xml) throws IOException {
        byte[] body = xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().set("Content-Type", "application/xml");
        request.sendResponseHeaders(200, body.length);
        request.getResponseBody().write(body);
    }

    private static Map<String, String> query(HttpExchange request) {
        Map<String, String> query = new HashMap<>();
        for (String pair : request.getRequestURI().getRawQuery().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** Keys are in the order of their numbers. */
    private String key(long number) {
        int entity = (int) (number % entities.size());
        long rest = number / entities.size();
        return new RawKey(clients.get((int) (rest / days)), first.plusDays(rest % days), entities.get(entity))
                .toString();
    }

    private long firstNotBefore(String key) {
        long low = 0;
        long high = files();
        while (low < high) {
            long middle = (low + high) / 2;
            if (key(middle).compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Of one thing and one order, whatever the entity; as long on every day. */
    private byte[] content(RawKey key) {
        if (key.entity() == spoilt) {
            return "[{".getBytes(StandardCharsets.UTF_8);
        }
        return """
                [{"id":"%1$s","thing":"T1","name":"thing","place":"P1","at":"%2$sT10:00:00Z","quantity":3,\
                "lines":[{"line":"1","thing":"T1","quantity":2,"price":1.50}]}]"""
                .formatted(key.date().toEpochDay(), key.date())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A client's file of entities that such content has. */
    public static String clientFile(ClientId id) {
        return """
                client: %s
                name: Generated
                erp: {url: "http://127.0.0.1:9/none", auth: {type: none}}
                entities:
                  products:
                    snapshot: true
                    request: {path: /products, query: {date: "{{date}}"}}
                    mapping: {product_id: /thing, name: /name}
                  locations:
                    snapshot: true
                    request: {path: /locations, query: {date: "{{date}}"}}
                    mapping: {location_id: /place, name: /name}
                  suppliers:
                    snapshot: true
                    request: {path: /suppliers, query: {date: "{{date}}"}}
                    mapping: {supplier_id: /thing, name: /name}
                  inventory:
                    snapshot: true
                    request: {path: /inventory, query: {date: "{{date}}"}}
                    mapping: {location_id: /place, product_id: /thing, quantity: /quantity}
                  sales_orders:
                    delta: {days: 1}
                    request: {path: /sales_orders, query: {date: "{{date}}"}}
                    mapping:
                      sales_order_id: /id
                      location_id: /place
                      ordered_at: /at
                      lines: {at: /lines, line_id: /line, product_id: /thing, quantity: /quantity, unit_price: /price}
                """
                .formatted(id);
    }

    /** Those that {@link #clientFile} declares. */
    public static final List<Entity> ENTITIES =
            List.of(Entity.PRODUCTS, Entity.LOCATIONS, Entity.SUPPLIERS, Entity.INVENTORY, Entity.SALES_ORDERS);

    /** The ETag of every key; in SQL {@code md5(raw_key)}. */
    private static String md5(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
