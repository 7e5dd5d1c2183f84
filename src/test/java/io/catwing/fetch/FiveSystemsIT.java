package io.catwing.fetch;

import static io.catwing.fetch.FetchFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.LoadFixture;
import io.catwing.load.LoadSettings;
import io.catwing.login.StoredLogins;
import io.catwing.login.TokenKeys;
import io.catwing.support.FakeServer;
import io.catwing.support.FakeServer.Request;
import io.catwing.support.FakeServer.Response;
import io.catwing.support.Servers;
import io.catwing.support.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Five systems as their makers document them, each a small fake, and the client files under {@code examples/systems}: what the
 * fakes hold is what is loaded.
 */
class FiveSystemsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ITEMS = 5;

    private final FetchFixture fixture = new FetchFixture();
    private final List<FakeServer> servers = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private LoadFixture loaded;

    @AfterEach
    void close() throws Exception {
        if (loaded != null) {
            loaded.close();
        }
        fixture.close();
        servers.forEach(FakeServer::close);
    }

    private FakeServer server(Function<Request, Response> answers) {
        FakeServer server = new FakeServer(answers);
        servers.add(server);
        return server;
    }

    private void with(String name, String value) {
        environment.put("CW_000200_" + name, value);
        fixture.with("CW_000200_" + name, value);
    }

    /** As the example is, with pages that are small enough for what a fake holds. */
    private void start(String system) throws IOException {
        String yaml = Files.readString(Path.of("examples/systems/" + system + "/CW-000200.yaml"))
                .replaceAll("size: [0-9]+", "size: 2")
                .replace("every: 10s", "every: 1ms")
                .replace("delay: 5s", "delay: 1ms");
        fixture.startFile(yaml);
        Path folder = Files.createDirectories(fixture.home.resolve("again"));
        Files.writeString(folder.resolve("CW-000200.yaml"), yaml);
        EntitySpec[] specs = ClientFiles.read(folder, environment::get)
                .clients()
                .get(0)
                .entities()
                .values()
                .toArray(EntitySpec[]::new);
        loaded = new LoadFixture(
                Servers.database(),
                fixture.bucket.rawFiles(),
                new LoadSettings(1, 10, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16),
                specs);
    }

    private StepResult fetch(LocalDate date) {
        StepResult result = fixture.fetch(Entity.PRODUCTS, date, false);
        assertThat(servers).allSatisfy(server -> assertThat(server.broken()).isEmpty());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.DONE);
        loaded.load(null, null, false, 1)
                .forEach(step -> assertThat(step.outcome()).as(step.message()).isEqualTo(Outcome.DONE));
        return result;
    }

    /** Key, name and whether it is marked. */
    private List<String> products() {
        return loaded.rows(
                "select product_id || ' ' || name || case when deleted_on is null then '' else ' deleted' end"
                        + " from general.product order by product_id collate \"C\"");
    }

    private static List<String> names(int items) {
        return IntStream.range(0, items).mapToObj(i -> "i" + i + " Item " + i).toList();
    }

    private static Response token(Request request, String... fields) {
        for (String field : fields) {
            assertThat(request.body()).contains(field);
        }
        return Response.json("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    }

    private static boolean allowed(Request request) {
        return request.header("authorization").equals("Bearer a");
    }

    @Test
    void business_central_gives_delta_links_with_tombstones_and_forgets_old_ones() throws IOException {
        Map<String, String> items = new TreeMap<>();
        names(ITEMS).forEach(name -> items.put(name.substring(0, 2), name.substring(3)));
        Map<String, String> changes = new TreeMap<>();
        FakeServer[] erp = new FakeServer[1];
        erp[0] = server(request -> {
            if (request.path().equals("/token")) {
                return token(request, "grant_type=client_credentials", "client_id=our-id", "client_secret=");
            } else if (!allowed(request) || !request.header("prefer").equals("odata.track-changes")) {
                return Response.of(401, "{\"error\":{\"message\":\"who are you?\"}}");
            }
            String delta = request.query().get("$deltatoken");
            if ("old".equals(delta)) {
                return Response.of(410, "{\"error\":{\"message\":\"resync\"}}");
            } else if (delta != null) {
                return bc(erp[0].url(), List.copyOf(changes.values()), "@odata.deltaLink", "$deltatoken=old");
            }
            int skip = Integer.parseInt(request.query().getOrDefault("$skiptoken", "0"));
            List<String> page = items.entrySet().stream()
                    .skip(skip)
                    .limit(2)
                    .map(item -> item(item.getKey(), item.getValue()))
                    .toList();
            return skip + 2 < items.size()
                    ? bc(erp[0].url(), page, "@odata.nextLink", "$skiptoken=" + (skip + 2))
                    : bc(erp[0].url(), page, "@odata.deltaLink", "$deltatoken=new");
        });
        with("URL", erp[0].url() + "/companies(1)");
        with("LOGIN", erp[0].url());
        with("ID", "our-id");
        with("SECRET", "our-secret");
        start("business-central");
        fetch(DAY);
        assertThat(products()).isEqualTo(names(ITEMS));

        changes.put(
                "i1", "{\"@odata.context\":\"$metadata#items/$deletedEntity\",\"id\":\"i1\",\"reason\":\"deleted\"}");
        changes.put("i5", item("i5", "Item 5"));
        fetch(DAY.plusDays(1));
        assertThat(products())
                .containsExactly("i0 Item 0", "i1 Item 1 deleted", "i2 Item 2", "i3 Item 3", "i4 Item 4", "i5 Item 5");

        // Meanwhile one more is deleted, and its tombstone is lost with the link.
        items.remove("i1");
        items.remove("i2");
        items.put("i5", "Item 5");
        assertThat(fetch(DAY.plusDays(2)).message()).contains("everything was asked for anew");
        assertThat(products())
                .containsExactly(
                        "i0 Item 0", "i1 Item 1 deleted", "i2 Item 2 deleted", "i3 Item 3", "i4 Item 4", "i5 Item 5");
    }

    private static String item(String id, String name) {
        return "{\"@odata.etag\":\"W/\\\"x\\\"\",\"id\":\"" + id + "\",\"number\":\"1000\",\"displayName\":\"" + name
                + "\",\"itemCategoryCode\":\"TABLE\",\"blocked\":false,\"gtin\":\"\",\"unitPrice\":1000.8,\"unitCost\":780.7,"
                + "\"baseUnitOfMeasureCode\":\"PCS\",\"lastModifiedDateTime\":\"2026-02-24T10:00:00.5Z\"}";
    }

    private static Response bc(String url, List<String> items, String link, String query) {
        return Response.json("{\"@odata.context\":\"x\",\"value\":[" + String.join(",", items) + "],\"" + link + "\":\""
                + url + "/companies(1)/items?" + query + "\"}");
    }

    @Test
    void shopify_makes_a_bulk_operation_whose_lines_are_downloaded_from_another_server() throws IOException {
        FakeServer storage = server(request -> request.header("x-shopify-access-token")
                        .isEmpty()
                ? Response.of(
                        200,
                        names(ITEMS).stream()
                                .map(name -> "{\"id\":\"" + name.substring(0, 2) + "\",\"sku\":\"s\",\"barcode\":null,"
                                        + "\"price\":\"12.00\",\"product\":{\"title\":\"" + name.substring(3)
                                        + "\",\"vendor\":\"v\",\"productType\":\"t\",\"status\":\"ACTIVE\"}}")
                                .collect(Collectors.joining("\n", "", "\n")))
                : Response.of(400, "a credential"));
        AtomicInteger polls = new AtomicInteger();
        AtomicInteger submitted = new AtomicInteger();
        List<String> cancelled = new ArrayList<>();
        FakeServer shop = server(request -> {
            if (!request.header("x-shopify-access-token").equals("shpat")) {
                return Response.of(401, "");
            }
            String query = graphql(request, "query");
            if (query.contains("bulkOperationRunQuery")) {
                return Response.json(
                        submitted.getAndIncrement() == 0
                                ? "{\"data\":{\"bulkOperationRunQuery\":{\"bulkOperation\":null,\"userErrors\":[{\"message\":\"A"
                                        + " bulk query operation for this app and shop is already in progress: gid.\"}]}}}"
                                : "{\"data\":{\"bulkOperationRunQuery\":{\"bulkOperation\":{\"id\":\"gid://shopify/BulkOperation/7\","
                                        + "\"status\":\"CREATED\"},\"userErrors\":[]}}}");
            }
            assertThat(request.body()).contains("gid://shopify/BulkOperation/7");
            if (query.contains("bulkOperationCancel")) {
                cancelled.add(request.body());
                return Response.json("{\"data\":{}}");
            }
            boolean done = polls.incrementAndGet() > 2;
            return Response.json("{\"data\":{\"node\":{\"status\":\"" + (done ? "COMPLETED" : "RUNNING")
                    + "\",\"errorCode\":null,\"objectCount\":\"" + polls + "\",\"url\":"
                    + (done ? "\"" + storage.url() + "/bulk?Expires=1\"" : "null") + "}}}");
        });
        with("URL", shop.url());
        with("STORAGE", storage.url());
        with("TOKEN", "shpat");
        start("shopify");
        fetch(DAY);
        assertThat(products()).isEqualTo(names(ITEMS));
        assertThat(polls).hasValue(3);
        assertThat(submitted).hasValue(2);
        assertThat(cancelled).hasSize(1);
    }

    private static String graphql(Request request, String field) {
        try {
            return JSON.readTree(request.body()).path(field).asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void lightspeed_x_goes_on_by_version_and_each_refresh_token_is_for_a_single_use() throws IOException {
        TreeMap<Integer, String> byVersion = new TreeMap<>();
        for (int i = 0; i < ITEMS; i++) {
            byVersion.put(100 + i, lightspeed(i, 100 + i, "null"));
        }
        AtomicInteger tokens = new AtomicInteger();
        AtomicInteger revoked = new AtomicInteger();
        FakeServer shop = server(request -> {
            if (request.path().equals("/1.0/token")) {
                String expected = "r" + tokens.get();
                if (!expected.equals(request.form("refresh_token"))) {
                    return Response.of(400, "{\"error\":\"invalid_grant\"}");
                }
                int next = tokens.incrementAndGet();
                return Response.json("{\"access_token\":\"a" + next + "\",\"refresh_token\":\"r" + next
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            } else if (tokens.get() == revoked.get()
                    || !request.header("authorization").equals("Bearer a" + tokens)) {
                return Response.of(401, "{}");
            }
            List<Integer> versions =
                    byVersion.tailMap(Integer.parseInt(request.query().get("after")), false).keySet().stream()
                            .limit(Integer.parseInt(request.query().get("page_size")))
                            .toList();
            return Response.json("{\"data\":["
                    + versions.stream().map(byVersion::get).collect(Collectors.joining(","))
                    + "],\"version\":"
                    + (versions.isEmpty()
                            ? "{\"min\":null,\"max\":null}"
                            : "{\"min\":" + versions.get(0) + ",\"max\":" + versions.get(versions.size() - 1) + "}")
                    + "}");
        });
        with("URL", shop.url());
        with("ID", "our-id");
        with("SECRET", "our-secret");
        Servers.Database database = Servers.database();
        StoredLogins logins = new StoredLogins(
                database.dataSource(),
                database.address(),
                new TokenKeys("a key of the tests that is long enough to be one"));
        logins.begin(
                FetchFixture.CLIENT,
                StoredLogins.party(shop.url() + "/1.0/token", "our-id"),
                "r0",
                "a-secret-that-nobody-asks-for",
                Instant.EPOCH);
        fixture.knowing(logins);
        start("lightspeed-x");
        fetch(DAY);
        assertThat(products()).isEqualTo(names(ITEMS));
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY).version()).isEqualTo(104);

        revoked.set(tokens.get());
        byVersion.remove(101);
        byVersion.put(105, lightspeed(1, 105, "\"2026-02-25T09:00:00+00:00\""));
        fetch(DAY.plusDays(1));
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY.plusDays(1)).records()).isEqualTo(1);
        assertThat(products()).contains("i1 Item 1 deleted").hasSize(ITEMS);
        assertThat(tokens).as("each was used once").hasValue(2);
    }

    private static String lightspeed(int i, int version, String deleted) {
        return "{\"id\":\"i" + i + "\",\"name\":\"Item " + i
                + "\",\"sku\":\"1000\",\"brand\":null,\"supplier\":{\"id\":\"s\"},"
                + "\"supply_price\":1.5,\"price_including_tax\":2.5,\"is_active\":true,\"updated_at\":\"2026-02-24T10:00:00+00:00\","
                + "\"version\":" + version + ",\"deleted_at\":" + deleted + "}";
    }

    @Test
    void acumatica_counts_sessions_so_each_is_logged_out() throws IOException {
        AtomicInteger sessions = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FakeServer site = server(request -> {
            if (request.path().equals("/entity/auth/login")) {
                assertThat(request.body()).contains("\"name\": \"jo\"").contains("\"password\": \"secret\"");
                most.accumulateAndGet(sessions.incrementAndGet(), Math::max);
                return Response.of(204, "").with("Set-Cookie", ".ASPXAUTH=c; path=/; HttpOnly");
            } else if (!request.header("cookie").contains(".ASPXAUTH=c")) {
                return Response.of(401, "{}");
            } else if (request.path().equals("/entity/auth/logout")) {
                sessions.decrementAndGet();
                return Response.of(204, "");
            }
            assertThat(request.query().get("$filter"))
                    .isIn(
                            "LastModified gt datetimeoffset'2000-01-01T00:00:00Z'",
                            "LastModified gt datetimeoffset'2026-02-24T09:00:04Z'");
            boolean first = request.query().get("$filter").contains("2000");
            int skip = Integer.parseInt(request.query().get("$skip"));
            int top = Integer.parseInt(request.query().get("$top"));
            return Response.json(IntStream.range(first ? 0 : ITEMS - 1, ITEMS)
                    .skip(skip)
                    .limit(top)
                    .mapToObj(FiveSystemsIT::acumatica)
                    .collect(Collectors.joining(",", "[", "]")));
        });
        with("URL", site.url());
        with("USER", "jo");
        with("PASSWORD", "secret");
        start("acumatica");
        fetch(DAY);
        assertThat(products()).isEqualTo(names(ITEMS));
        assertThat(sessions).as("left behind").hasValue(0);
        fetch(DAY.plusDays(1));
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY.plusDays(1)).records()).isEqualTo(1);
        assertThat(products()).isEqualTo(names(ITEMS));
        assertThat(sessions).hasValue(0);
        assertThat(most).hasValue(1);
    }

    private static String acumatica(int i) {
        return "{\"id\":\"1b0a" + i + "\",\"rowNumber\":1,\"note\":{\"value\":\"\"},\"InventoryID\":{\"value\":\"i" + i
                + "\"},\"Description\":{\"value\":\"Item " + i
                + "\"},\"ItemClass\":{\"value\":\"ALL\"},\"BaseUOM\":{\"value\":\"EA\"},"
                + "\"LastCost\":{\"value\":1.25},\"DefaultPrice\":{},\"ItemStatus\":{\"value\":\"Active\"},"
                + "\"LastModified\":{\"value\":\"2026-02-24T10:00:0" + i + "+00:00\"},\"custom\":{}}";
    }

    @Test
    void netsuite_takes_a_signed_assertion_and_gives_pages_by_offset() throws IOException {
        KeyPair keys = TestKeys.curve("secp256r1");
        FakeServer account = server(request -> {
            if (request.path().equals("/auth/oauth2/v1/token")) {
                String[] parts = request.form("client_assertion").split("\\.");
                assertThat(decoded(parts[0])).contains("\"alg\":\"ES256\"").contains("\"kid\":\"cert-17\"");
                assertThat(decoded(parts[1])).contains("\"iss\":\"our-id\"").contains("rest_webservices");
                assertThat(verified(keys, parts)).isTrue();
                return token(request, "grant_type=client_credentials", "client_assertion_type=");
            } else if (!allowed(request) || !request.header("prefer").equals("transient")) {
                return Response.of(401, "{\"title\":\"Unauthorized\"}");
            }
            assertThat(graphql(request, "q")).startsWith("SELECT id, itemid");
            int offset = Integer.parseInt(request.query().get("offset"));
            int limit = Integer.parseInt(request.query().get("limit"));
            List<String> page = IntStream.range(0, ITEMS)
                    .skip(offset)
                    .limit(limit)
                    .mapToObj(i -> "{\"links\":[],\"id\":\"i" + i + "\",\"itemid\":\"1000\",\"displayname\":\"Item " + i
                            + "\",\"cost\":\"1.5\",\"isinactive\":\"F\",\"lastmodifieddate\":\"24/02/2026\"}")
                    .toList();
            return Response.json("{\"links\":[],\"count\":" + page.size() + ",\"hasMore\":"
                    + (offset + page.size() < ITEMS) + ",\"items\":[" + String.join(",", page) + "],\"offset\":"
                    + offset
                    + ",\"totalResults\":" + ITEMS + "}");
        });
        with("URL", account.url());
        with("ID", "our-id");
        with("KEY", TestKeys.pem(keys.getPrivate()));
        start("netsuite");
        fetch(DAY);
        assertThat(products()).isEqualTo(names(ITEMS));
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY).declaredTotal()).isEqualTo(ITEMS);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8).replace(" ", "");
    }

    private static boolean verified(KeyPair keys, String... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(Arrays.toString(parts), e);
        }
    }
}
