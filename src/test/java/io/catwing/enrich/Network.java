package io.catwing.enrich;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The supply network resolved by hand, one location and product at a time and without any SQL: what enrichment must come
 * to. Made from the rows of general.
 */
record Network(
        List<Product> products, Map<String, String> locations, Map<String, Integer> suppliers, List<Rule> rules) {

    record Product(String id, String category, String subcategory, String supplier) {}

    record Rule(
            int row,
            String location,
            String kind,
            String source,
            String product,
            String category,
            Integer lead,
            Integer priority) {

        int distance(Product p) {
            if (product != null) {
                return product.equals(p.id) ? 0 : -1;
            }
            if (category == null) {
                return 3;
            }
            return category.equals(p.subcategory) ? 1 : category.equals(p.category) ? 2 : -1;
        }
    }

    private record Link(Rule rule, String kind, String source, String specificity, Integer lead) {}

    private static final List<String> SPECIFICITY = List.of("product", "subcategory", "category", "any");

    private Optional<Link> link(Product product, String location) {
        Optional<Rule> best = rules.stream()
                .filter(r -> r.location.equals(location) && r.distance(product) >= 0)
                .filter(r -> (r.kind.equals("supplier") ? suppliers : locations).containsKey(r.source))
                .min(Comparator.comparing((Rule r) -> r.distance(product))
                        .thenComparing(Rule::priority, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Rule::row));
        if (best.isPresent()) {
            Rule r = best.get();
            Integer lead = r.lead != null ? r.lead : r.kind.equals("supplier") ? suppliers.get(r.source) : null;
            return Optional.of(new Link(r, r.kind, r.source, SPECIFICITY.get(r.distance(product)), lead));
        }
        return "warehouse".equals(locations.get(location)) && suppliers.containsKey(product.supplier)
                ? Optional.of(new Link(null, "supplier", product.supplier, "fallback", suppliers.get(product.supplier)))
                : Optional.empty();
    }

    /** As {@code general.supply_source} has them, a bar between values, a dash for null. */
    List<String> sources() {
        List<String> sources = new ArrayList<>();
        for (Product product : products) {
            for (String location : locations.keySet()) {
                link(product, location).ifPresent(link -> sources.add(row(product, location, link)));
            }
        }
        return sources;
    }

    private String row(Product product, String location, Link first) {
        Set<String> seen = new LinkedHashSet<>();
        Integer days = 0;
        String at = location;
        Link last = first;
        while (true) {
            if (!seen.add(at)) {
                String end = at.equals(location) ? "cycle" : "behind cycle";
                return text(product, location, first, null, null, null, end);
            }
            days = days == null || last.lead == null ? null : Integer.valueOf(days + last.lead);
            if (last.kind.equals("supplier")) {
                return text(product, location, first, days, seen.size(), last.source, "supplier");
            }
            at = last.source;
            Optional<Link> next = link(product, at);
            if (next.isEmpty()) {
                return text(product, location, first, null, null, null, "nowhere");
            }
            last = next.get();
        }
    }

    private static String text(
            Product product, String location, Link first, Integer days, Integer hops, String supplier, String end) {
        Integer row = first.rule == null ? null : first.rule.row;
        return String.join(
                "|",
                Stream.of(
                                product.id,
                                location,
                                first.kind,
                                first.source,
                                row,
                                first.specificity,
                                first.lead,
                                days,
                                hops,
                                supplier,
                                end)
                        .map(v -> Objects.toString(v, "-"))
                        .toList());
    }

    /** Of a client, as the tables that were filled before say who is known. */
    static Network of(EnrichFixture fixture, String client) {
        String here = " where client_id = '" + client + "'";
        Map<String, String> locations = new HashMap<>();
        rows(fixture, "select location_id, kind from general.location_profile" + here)
                .forEach(r -> locations.put(r.get(0), r.get(1)));
        Map<String, Integer> suppliers = new HashMap<>();
        rows(fixture, "select supplier_id, lead_time_days from general.supplier_terms" + here)
                .forEach(r -> suppliers.put(r.get(0), number(r.get(1))));
        return new Network(
                rows(fixture, "select product_id, category, subcategory, supplier_id from general.product" + here)
                        .map(r -> new Product(r.get(0), r.get(1), r.get(2), r.get(3)))
                        .toList(),
                locations,
                suppliers,
                rows(
                                fixture,
                                "select rule_row, location_id, source_kind, source_id, product_id, category,"
                                        + " lead_time_days, priority from general.supply_rule" + here)
                        .map(r -> new Rule(
                                number(r.get(0)),
                                r.get(1),
                                r.get(2),
                                r.get(3),
                                r.get(4),
                                r.get(5),
                                number(r.get(6)),
                                number(r.get(7))))
                        .toList());
    }

    private static Stream<List<String>> rows(EnrichFixture fixture, String sql) {
        return fixture.rows(sql).stream().map(r -> {
            List<String> values = new ArrayList<>(List.of(r.split("\\|", -1)));
            values.replaceAll(v -> v.equals("-") ? null : v);
            return values;
        });
    }

    /** Halves do not occur in the random networks; 1.0 and 1 are one number here. */
    private static Integer number(String text) {
        return text == null ? null : Integer.valueOf(text.replaceFirst("\\.0+$", ""));
    }
}
