package io.catwing.local.examples;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.local.demo.Answer;
import io.catwing.local.demo.Dialect;
import io.catwing.local.demo.Request;
import io.catwing.local.demo.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * Client CW-000151's ERP: a bicycle maker's purchases as OData sets, with {@code $filter} and absolute {@code
 * @odata.nextLink}s, for an OAuth2 token or for HTTP Basic with the same pair. It declares no totals.
 */
final class BicycleMaker implements Dialect {
    static final String CLIENT_ID = "adventure";
    static final String CLIENT_SECRET = "bicycle-secret";

    private static final int LARGEST_PAGE = 200;
    private static final Pattern CLAUSE = Pattern.compile("\\(?(\\w+)\\s+(ge|gt|le|lt|eq)\\s+'?([^')]+)'?\\)?");
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Tokens tokens;
    private final Map<String, Iterable<JsonNode>> sets = new HashMap<>();

    /** @param data one object of tables, each an array of its rows, gzipped */
    BicycleMaker(Path data, Duration tokenLife) throws IOException {
        tokens = new Tokens(CLIENT_ID, CLIENT_SECRET, tokenLife);
        JsonNode tables;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(data))) {
            tables = JSON.readTree(in);
        }
        nameCategories(tables);
        Map<JsonNode, List<JsonNode>> products = grouped(tables.get("ProductVendor"), "BusinessEntityID");
        for (JsonNode vendor : tables.get("Vendor")) {
            array((ObjectNode) vendor, "Products", products.getOrDefault(vendor.get("BusinessEntityID"), List.of()));
        }
        sets.put("/Products", tables.get("Product"));
        sets.put("/Vendors", tables.get("Vendor"));
        sets.put("/Locations", tables.get("Location"));
        sets.put("/Stores", tables.get("Store"));
        sets.put("/Inventory", tables.get("ProductInventory"));
        sets.put("/PriceLists", tables.get("ProductListPriceHistory"));
        sets.put("/PurchaseOrders", tables.get("PurchaseOrderHeader"));
        sets.put("/Receipts", ordersAndReceipts(tables));
    }

    private static void nameCategories(JsonNode tables) {
        Map<JsonNode, String> categories = new HashMap<>();
        tables.get("ProductCategory")
                .forEach(row -> categories.put(
                        row.get("ProductCategoryID"), row.get("Name").asText()));
        Map<JsonNode, JsonNode> subcategories = new HashMap<>();
        tables.get("ProductSubcategory").forEach(row -> subcategories.put(row.get("ProductSubcategoryID"), row));
        for (JsonNode product : tables.get("Product")) {
            JsonNode subcategory = subcategories.get(product.get("ProductSubcategoryID"));
            ((ObjectNode) product)
                    .put(
                            "Subcategory",
                            subcategory == null ? null : subcategory.get("Name").asText())
                    .put("Category", subcategory == null ? null : categories.get(subcategory.get("ProductCategoryID")));
        }
    }

    /** Gives the orders their lines, and makes a receipt of what of one order was due on one day and came. */
    private static List<JsonNode> ordersAndReceipts(JsonNode tables) {
        Map<JsonNode, List<JsonNode>> details = grouped(tables.get("PurchaseOrderDetail"), "PurchaseOrderID");
        List<JsonNode> receipts = new ArrayList<>();
        for (JsonNode order : tables.get("PurchaseOrderHeader")) {
            JsonNode number = order.get("PurchaseOrderID");
            List<JsonNode> lines = details.getOrDefault(number, List.of());
            array((ObjectNode) order, "Lines", only(lines, "ProductID", "OrderQty", "UnitPrice", "DueDate"));
            Map<String, List<JsonNode>> received = new TreeMap<>();
            for (JsonNode line : lines) {
                if (line.get("ReceivedQty").decimalValue().signum() != 0) {
                    received.computeIfAbsent(line.get("DueDate").asText(), d -> new ArrayList<>())
                            .add(line);
                }
            }
            received.forEach((due, came) -> {
                ObjectNode receipt = Answer.object()
                        .put("ReceiptID", number.asText() + "-" + due.substring(0, 10))
                        .put("PurchaseOrderID", number.asInt())
                        .put("VendorID", order.get("VendorID").asInt())
                        .put("ReceivedDate", due)
                        .put("ModifiedDate", due);
                array(receipt, "Lines", only(came, "ProductID", "ReceivedQty", "RejectedQty"));
                receipts.add(receipt);
            });
        }
        return receipts;
    }

    private static Map<JsonNode, List<JsonNode>> grouped(JsonNode rows, String key) {
        Map<JsonNode, List<JsonNode>> groups = new HashMap<>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.get(key), k -> new ArrayList<>()).add(row));
        return groups;
    }

    private static List<JsonNode> only(List<JsonNode> lines, String... fields) {
        List<JsonNode> copies = new ArrayList<>();
        for (JsonNode line : lines) {
            ObjectNode copy = Answer.object();
            copy.set("PurchaseOrderDetailID", line.get("PurchaseOrderDetailID"));
            Arrays.stream(fields).forEach(field -> copy.set(field, line.get(field)));
            copies.add(copy);
        }
        return copies;
    }

    private static void array(ObjectNode record, String field, List<JsonNode> values) {
        record.putArray(field).addAll(values);
    }

    @Override
    public Answer answer(Request request) {
        if (request.method().equals("POST") && request.path().equals("/token")) {
            return tokens.issue(request);
        }
        if (!request.method().equals("GET")) {
            return Answer.json(404, Answer.object().put("error", "not found"));
        }
        if (!request.authorization().equals(BASIC) && !tokens.isValid(request)) {
            return unauthorized();
        }
        Iterable<JsonNode> set = sets.get(request.path());
        if (set == null) {
            return complaint(404, "no entity set " + request.path().replaceFirst("^/", ""));
        }
        try {
            return page(request, set);
        } catch (Request.BadRequest e) {
            return complaint(400, e.getMessage());
        }
    }

    private static Answer page(Request request, Iterable<JsonNode> set) {
        List<JsonNode> rows = StreamSupport.stream(set.spliterator(), false)
                .filter(filter(request.query().getOrDefault("$filter", "")))
                .toList();
        int start = Math.min(request.number("$skiptoken", 0), rows.size());
        int end = Math.min(start + Math.min(request.number("$top", LARGEST_PAGE), LARGEST_PAGE), rows.size());
        ObjectNode body = Answer.object()
                .put("@odata.context", "$metadata#" + request.path().substring(1));
        array(body, "value", rows.subList(start, end));
        if (end < rows.size()) {
            body.put("@odata.nextLink", request.base() + request.path() + "?" + next(request, end));
        }
        return Answer.json(200, body);
    }

    private static String next(Request request, int end) {
        String filter = request.query().get("$filter");
        String again = filter == null
                ? ""
                : "$filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20") + "&";
        return again + "$skiptoken=" + end;
    }

    /** Comparisons of a field with a literal, joined by {@code and}; text is compared as text, a number as a number. */
    private static Predicate<JsonNode> filter(String text) {
        Predicate<JsonNode> all = row -> true;
        for (String clause : text.isBlank() ? new String[0] : text.strip().split("\\s+and\\s+")) {
            Matcher parts = CLAUSE.matcher(clause.strip());
            if (!parts.matches()) {
                throw new Request.BadRequest("cannot read $filter clause: " + clause, null);
            }
            all = all.and(row -> holds(row.path(parts.group(1)), parts.group(2), parts.group(3)));
        }
        return all;
    }

    private static boolean holds(JsonNode value, String operator, String literal) {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        int order;
        try {
            order = value.isNumber()
                    ? value.decimalValue().compareTo(new BigDecimal(literal))
                    : value.asText().compareTo(literal);
        } catch (NumberFormatException e) {
            throw new Request.BadRequest("no number in $filter: " + literal, e);
        }
        return switch (operator) {
            case "ge" -> order >= 0;
            case "gt" -> order > 0;
            case "le" -> order <= 0;
            case "lt" -> order < 0;
            default -> order == 0;
        };
    }

    @Override
    public Answer busy() {
        return complaint(200, "busy");
    }

    /** A token ends; the pair of HTTP Basic does not. */
    @Override
    public Answer forget(Request request) {
        tokens.revoke(request);
        return request.authorization().equals(BASIC) ? busy() : unauthorized();
    }

    private static Answer unauthorized() {
        return complaint(401, "token missing or expired").with("WWW-Authenticate", "Bearer");
    }

    private static Answer complaint(int status, String message) {
        ObjectNode body = Answer.object();
        body.putObject("error").put("code", Integer.toString(status)).put("message", message);
        return Answer.json(status, body);
    }
}
