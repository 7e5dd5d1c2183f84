package io.catwing.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Client CW-000200's ERP: a key in {@code X-Api-Key}, one path an entity, {@code {"data": […], "meta": {…}}}.
 *
 * <p>It grew over the years: most paths count pages, {@code /inventory} hands out a cursor, {@code /transfer_orders}
 * wants an offset, and {@code /receiving_orders} puts the lines beside their heads.
 */
final class PagedDialect implements Dialect {
    private static final int LARGEST_PAGE = 1000;
    private static final Set<Entity> SNAPSHOTS =
            EnumSet.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.LOCATIONS, Entity.PRICING_LISTS, Entity.INVENTORY);

    private final World world;
    private final PagedListings listings;
    private final PagedOrders orders;
    private final FaultInjection wrongs;
    private final DemoImages images;
    private final byte[] key;
    private Snapshot newest = new Snapshot(null, -1, null);

    /** Pages of one snapshot are asked for one after the other, and inventory takes a while to lay out. */
    private record Snapshot(Entity entity, int day, Rows rows) {}

    PagedDialect(World world, FaultInjection wrongs, String key) {
        this.world = world;
        this.listings = new PagedListings(world);
        this.orders = new PagedOrders(world);
        this.wrongs = wrongs;
        this.images = new DemoImages(world.catalogue.products.size());
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Answer answer(Request request) {
        if (!MessageDigest.isEqual(key, request.apiKey().getBytes(StandardCharsets.UTF_8))) {
            return forget(request);
        }
        if (!request.method().equals("GET")) {
            return complaint(405, "METHOD", "only GET is understood");
        }
        if (DemoImages.isAsked(request)) {
            return images.answer(request);
        }
        Entity entity;
        try {
            entity = Entity.parse(request.path().replaceFirst("^/", ""));
        } catch (AbortingFailure e) {
            return complaint(404, "NOT_FOUND", "there is no " + request.path());
        }
        try {
            return page(request, entity);
        } catch (Request.BadRequest e) {
            return complaint(400, "BAD_REQUEST", e.getMessage());
        }
    }

    private Answer page(Request request, Entity entity) {
        Rows rows = rows(request, entity);
        ObjectNode meta = Answer.object();
        FaultInjection.Page page;
        switch (entity) {
            case INVENTORY -> {
                int start = cursor(request.query().getOrDefault("after", ""));
                int limit = size(request, "limit");
                page = wrongs.page(entity, rows, start, limit);
                meta.put("next", page.more() ? cursor(start + limit) : null);
            }
            case TRANSFER_ORDERS -> {
                int offset = request.number("offset", 0);
                page = wrongs.page(entity, rows, offset, size(request, "limit"));
                meta.put("offset", offset);
            }
            default -> {
                int number = request.number("page", 1);
                int size = size(request, "page_size");
                page = wrongs.page(entity, rows, Math.multiplyExact(Math.max(0, number - 1), size), size);
                if (number < 1 || number > page.pages()) {
                    throw new Request.BadRequest("page " + number + " of " + page.pages(), null);
                }
                meta.put("page", number).put("page_size", size).put("total_pages", page.pages());
            }
        }
        if (page.elsewhere()) {
            return Answer.html(302, "Moved").with("Location", DemoErp.ELSEWHERE + request.path());
        }
        meta.put("total", page.total());
        ObjectNode body = Answer.object();
        ArrayNode data = body.putArray("data");
        data.addAll(page.rows());
        if (entity == Entity.RECEIVING_ORDERS) {
            putBeside(data, body.putArray("lines"));
        }
        body.set("meta", meta);
        return Answer.json(200, body).padded(page.padding());
    }

    private synchronized Rows rows(Request request, Entity entity) {
        if (!SNAPSHOTS.contains(entity)) {
            LocalDate from = date(request, "changed_from");
            return orders.changes(entity, world.day(from), world.day(date(request, "changed_before")) - 1);
        }
        int day = Math.min(world.day(date(request, "date")), world.lastDay());
        if (day < 0) {
            throw new Request.BadRequest("there is nothing before " + world.firstDay, null);
        }
        if (newest.entity() != entity || newest.day() != day) {
            newest = new Snapshot(entity, day, listings.snapshot(entity, day));
        }
        return newest.rows();
    }

    private static void putBeside(ArrayNode heads, ArrayNode beside) {
        for (JsonNode head : heads) {
            JsonNode lines = ((ObjectNode) head).remove("lines");
            for (JsonNode line : lines) {
                ObjectNode child = Answer.object();
                child.set("receipt_no", head.get("receipt_no"));
                beside.add(child.setAll((ObjectNode) line));
            }
        }
    }

    private static int size(Request request, String name) {
        return Math.max(1, Math.min(LARGEST_PAGE, request.number(name, 100)));
    }

    private static LocalDate date(Request request, String name) {
        try {
            return LocalDate.parse(request.query().getOrDefault(name, ""));
        } catch (DateTimeException e) {
            throw new Request.BadRequest(name + "=YYYY-MM-DD is required", e);
        }
    }

    private static String cursor(int start) {
        return Base64.getUrlEncoder().encodeToString(("row:" + start).getBytes(StandardCharsets.UTF_8));
    }

    private static int cursor(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseInt(
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).substring(4));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Request.BadRequest("the cursor is not one of ours", e);
        }
    }

    @Override
    public Answer busy() {
        return complaint(200, "BUSY", "the ledger is being closed, ask again");
    }

    @Override
    public Answer forget(Request request) {
        return complaint(401, "UNAUTHORISED", "missing or wrong X-Api-Key");
    }

    private static Answer complaint(int status, String code, String message) {
        ObjectNode body = Answer.object();
        body.putObject("error").put("code", code).put("message", message);
        return Answer.json(status, body);
    }
}
