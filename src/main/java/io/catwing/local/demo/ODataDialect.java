package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Client CW-000151's ERP: OAuth2 client credentials, entity sets with {@code $filter}, {@code $count} and absolute
 * {@code @odata.nextLink}s; the server chooses the size of a page.
 *
 * <p>Snapshots are asked for with {@code asOf}. The lines of a store order take a second call, and transfers live in an
 * add-on that speaks JSON-RPC.
 */
final class ODataDialect implements Dialect {
    private static final int PAGE = 250;
    private static final Pattern WINDOW = Pattern.compile(
            "(ModifiedAt|ReceivedAt) ge (\\d{4}-\\d\\d-\\d\\d)T00:00:00Z and \\1 lt (\\d{4}-\\d\\d-\\d\\d)T00:00:00Z");
    private static final Pattern ORDER_LINES = Pattern.compile("/odata/StoreOrders\\((\\d{1,18})\\)/Lines");

    private final World world;
    private final ODataListings listings;
    private final ODataOrders orders;
    private final TransferRpc rpc;
    private final Tokens tokens;
    private final FaultInjection wrongs;
    private final DemoImages images;

    ODataDialect(World world, FaultInjection wrongs, Tokens tokens) {
        this.world = world;
        this.listings = new ODataListings(world);
        this.orders = new ODataOrders(world);
        this.rpc = new TransferRpc(world, orders, wrongs);
        this.tokens = tokens;
        this.wrongs = wrongs;
        this.images = new DemoImages(world.catalogue.products.size());
    }

    @Override
    public Answer answer(Request request) {
        if (request.path().equals("/oauth2/token")) {
            return tokens.issue(request);
        }
        if (!tokens.isValid(request)) {
            return forget(request);
        }
        try {
            if (request.path().equals("/rpc")) {
                return rpc.answer(request);
            }
            if (!request.method().equals("GET")) {
                return complaint(405, "MethodNotAllowed", "only GET is understood");
            }
            if (DemoImages.isAsked(request)) {
                return images.answer(request);
            }
            Matcher lines = ORDER_LINES.matcher(request.path());
            return lines.matches() ? lines(request, Long.parseLong(lines.group(1))) : page(request);
        } catch (Request.BadRequest e) {
            return complaint(400, "BadRequest", e.getMessage());
        }
    }

    private Answer lines(Request request, long id) {
        ArrayNode lines = orders.storeOrderLines(id, day(request.query().getOrDefault("asOf", "")));
        if (lines == null) {
            return complaint(404, "NotFound", "no store order " + id);
        }
        ObjectNode body = Answer.object();
        body.set("value", lines);
        return Answer.json(200, body);
    }

    private Answer page(Request request) {
        String set = request.path().replaceFirst("^/odata/", "");
        Entity entity = entity(set);
        if (entity == null) {
            return complaint(404, "NotFound", "no entity set " + set);
        }
        int start = request.number("$skiptoken", 0);
        FaultInjection.Page page = wrongs.page(entity, rows(set, request), start, PAGE);
        ObjectNode body = Answer.object().put("@odata.context", "$metadata#" + set);
        if ("true".equals(request.query().get("$count"))) {
            body.put("@odata.count", page.total());
        }
        body.putArray("value").addAll(page.rows());
        if (page.more()) {
            String base = page.elsewhere() ? DemoErp.ELSEWHERE : request.base();
            body.put("@odata.nextLink", base + request.path() + "?" + query(request, start + PAGE));
        }
        return Answer.json(200, body).padded(page.padding());
    }

    private static Entity entity(String set) {
        return switch (set) {
            case "Products" -> Entity.PRODUCTS;
            case "Vendors" -> Entity.SUPPLIERS;
            case "Warehouses", "Stores" -> Entity.LOCATIONS;
            case "PriceListEntries" -> Entity.PRICING_LISTS;
            case "Inventory" -> Entity.INVENTORY;
            case "SalesOrders" -> Entity.SALES_ORDERS;
            case "PurchaseOrders" -> Entity.PURCHASE_ORDERS;
            case "Receipts" -> Entity.RECEIVING_ORDERS;
            case "StoreOrders" -> Entity.STORE_ORDERS;
            default -> null;
        };
    }

    private Rows rows(String set, Request request) {
        switch (set) {
            case "SalesOrders", "PurchaseOrders", "Receipts", "StoreOrders" -> {
                Matcher window = WINDOW.matcher(request.query().getOrDefault("$filter", ""));
                if (!window.matches()) {
                    throw new Request.BadRequest("$filter must be a window of ModifiedAt or ReceivedAt", null);
                }
                return orders(set, world.day(date(window.group(2))), world.day(date(window.group(3))) - 1);
            }
            default -> {
                int day = day(request.query().getOrDefault("asOf", ""));
                return switch (set) {
                    case "Products" -> listings.products(day);
                    case "Vendors" -> listings.vendors();
                    case "Warehouses" -> listings.warehouses();
                    case "Stores" -> listings.stores();
                    case "PriceListEntries" -> listings.priceListEntries(day);
                    default -> listings.inventory(day);
                };
            }
        }
    }

    private Rows orders(String set, int first, int last) {
        return switch (set) {
            case "SalesOrders" -> orders.sales(first, last);
            case "PurchaseOrders" -> orders.purchases(first, last);
            case "Receipts" -> orders.receipts(first, last);
            default -> orders.storeOrders(first, last);
        };
    }

    private static String query(Request request, int skip) {
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.put("$skiptoken", Integer.toString(skip));
        return query.entrySet().stream()
                .map(e -> e.getKey() + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    private int day(String date) {
        int day = Math.min(world.day(date(date)), world.lastDay());
        if (day < 0) {
            throw new Request.BadRequest("there is nothing before " + world.firstDay, null);
        }
        return day;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Request.BadRequest("'" + text + "' is not a date", e);
        }
    }

    @Override
    public Answer busy() {
        return complaint(200, "ServerBusy", "the server is busy, try again later");
    }

    @Override
    public Answer forget(Request request) {
        tokens.revoke(request);
        return complaint(401, "InvalidToken", "token missing or expired").with("WWW-Authenticate", "Bearer");
    }

    private static Answer complaint(int status, String code, String message) {
        ObjectNode body = Answer.object();
        body.putObject("error").put("code", code).put("message", message);
        return Answer.json(status, body);
    }
}
