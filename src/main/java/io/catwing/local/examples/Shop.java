package io.catwing.local.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.catwing.local.demo.Answer;
import io.catwing.local.demo.Dialect;
import io.catwing.local.demo.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Client CW-000200's ERP: a gift shop's order lines as they were, with an API key and numbered pages. {@code
 * /sales_orders?date=} answers with the orders of that day; {@code /products}, {@code /pricing_lists} and {@code
 * /locations} with what the order lines until that day tell of them.
 */
final class Shop implements Dialect {
    static final String API_KEY = "shop-secret";

    private static final int LARGEST_PAGE = 1000;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern CSV_FIELD = Pattern.compile("(?:\"([^\"]*+(?:\"\"[^\"]*+)*+)\"|([^,]*+))(?:,|$)");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    record Order(
            String invoiceNo,
            String invoiceDate,
            String status,
            String customerId,
            String country,
            List<OrderLine> lines) {}

    record OrderLine(int line, String stockCode, int quantity, BigDecimal unitPrice) {}

    record Product(String stockCode, String description, String firstSeen, String updatedOn) {}

    record PricingList(String listCode, String currency, List<Price> items) {}

    /** @param price with two decimals */
    record Price(String stockCode, String price, String validFrom) {}

    record Location(String code, String name, String kind, String openedOn) {}

    record Page(List<?> data, Meta meta) {}

    record Meta(int page, int pageSize, int totalPages, int total) {}

    /** By day and number. */
    private final Map<String, Map<String, Order>> orders = new LinkedHashMap<>();

    // By code, in the order of their first day: what they were from which day on.
    private final Map<String, TreeMap<String, Product>> products = new LinkedHashMap<>();
    private final Map<String, TreeMap<String, Price>> prices = new LinkedHashMap<>();
    private final Map<String, TreeMap<String, Location>> locations = new LinkedHashMap<>();

    /** @param data order lines in the order of their time, CSV with a heading, gzipped */
    Shop(Path data) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(fields(line));
            }
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        Matcher field = CSV_FIELD.matcher(line);
        while (field.find() && field.start() < line.length()) {
            fields.add(field.group(1) == null ? field.group(2) : field.group(1).replace("\"\"", "\""));
        }
        return fields;
    }

    /** @param fields InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country */
    private void add(List<String> fields) {
        String number = fields.get(0);
        String code = fields.get(1);
        String time = fields.get(4);
        String day = time.substring(0, 10);
        BigDecimal price = new BigDecimal(fields.get(5));
        String customer = fields.get(6).replaceFirst("\\..*", "");
        String country = fields.get(7);

        List<OrderLine> lines = orders.computeIfAbsent(day, d -> new LinkedHashMap<>())
                .computeIfAbsent(
                        number,
                        n -> new Order(
                                n,
                                time.replace(' ', 'T'),
                                n.startsWith("C") ? "cancelled" : "completed",
                                customer.isEmpty() ? null : customer,
                                country,
                                new ArrayList<>()))
                .lines();
        lines.add(new OrderLine(lines.size() + 1, code, Integer.parseInt(fields.get(3)), price));

        TreeMap<String, Product> product = products.computeIfAbsent(code, c -> new TreeMap<>());
        Product before = product.isEmpty()
                ? new Product(code, null, day, day)
                : product.lastEntry().getValue();
        String description = fields.get(2).isEmpty() ? before.description() : fields.get(2);
        product.put(day, new Product(code, description, before.firstSeen(), day));
        if (price.signum() > 0) {
            String text = price.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
            prices.computeIfAbsent(code, c -> new TreeMap<>()).put(day, new Price(code, text, day));
        }
        locations.computeIfAbsent(country, c -> new TreeMap<>(Map.of(day, location(c, day))));
    }

    private static Location location(String country, String day) {
        return new Location(country.replaceAll("\\W+", "-").toUpperCase(Locale.ROOT), country, "store", day);
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("GET")) {
            return complaint(404, "not found");
        }
        if (!API_KEY.equals(request.apiKey())) {
            return complaint(401, "missing or wrong X-Api-Key");
        }
        String day = request.query().getOrDefault("date", "");
        if (!DATE.matcher(day).matches()) {
            return complaint(400, "date=YYYY-MM-DD is required");
        }
        try {
            List<?> records = records(request.path(), day);
            return records == null
                    ? complaint(404, "no entity " + request.path().replaceFirst("^/", ""))
                    : page(records, request.number("page", 1), request.number("page_size", 500));
        } catch (Request.BadRequest e) {
            return complaint(400, e.getMessage());
        }
    }

    private List<?> records(String path, String day) {
        return switch (path) {
            case "/sales_orders" ->
                List.copyOf(orders.getOrDefault(day, Map.of()).values());
            case "/products" -> asOf(day, products);
            case "/pricing_lists" -> List.of(new PricingList("RETAIL-GBP", "GBP", asOf(day, prices)));
            case "/locations" -> asOf(day, locations);
            default -> null;
        };
    }

    private static <T> List<T> asOf(String day, Map<String, TreeMap<String, T>> histories) {
        return histories.values().stream()
                .map(history -> history.floorEntry(day))
                .filter(Objects::nonNull)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Answer page(List<?> records, int page, int pageSize) {
        int size = Math.min(pageSize, LARGEST_PAGE);
        int pages = size == 0 ? 0 : Math.max(1, (records.size() + size - 1) / size);
        if (page < 1 || page > pages) {
            return complaint(400, "page " + page + " of " + pages);
        }
        List<?> data = records.subList((page - 1) * size, Math.min(page * size, records.size()));
        return Answer.json(200, JSON.valueToTree(new Page(data, new Meta(page, size, pages, records.size()))));
    }

    private static Answer complaint(int status, String error) {
        return Answer.json(status, Answer.object().put("error", error));
    }

    @Override
    public Answer busy() {
        return complaint(200, "busy");
    }

    /** An API key does not end. */
    @Override
    public Answer forget(Request request) {
        return busy();
    }
}
