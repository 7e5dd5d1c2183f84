package io.catwing.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who supplies whom in a client's catalogue, as its people would write it down. */
final class DemoNetwork {
    /** One product in so many has a rule of its own. */
    private static final int EXCEPTIONS = 10;

    /**
     * @param source a supplier or a warehouse, by number
     * @param product -1 for none
     * @param category null for none
     */
    record Rule(int location, boolean supplier, int source, int product, String category, int leadDays, int priority) {}

    private DemoNetwork() {}

    /**
     * A store has its warehouse, which Replenishment asks, and the next one to fall back on. A warehouse has a supplier for
     * each category, the one that most of its products come from, and some products from where they really come from. The
     * first store gets one product straight from its supplier.
     */
    static List<Rule> rules(Catalogue catalogue) {
        List<Rule> rules = new ArrayList<>();
        int warehouses = catalogue.warehouses;
        for (int store = warehouses; store < catalogue.places.size(); store++) {
            int warehouse = (store - warehouses) % warehouses;
            rules.add(new Rule(store, false, warehouse, -1, null, 1, 1));
            if (warehouses > 1) {
                rules.add(new Rule(store, false, (warehouse + 1) % warehouses, -1, null, 2, 2));
            }
        }
        Map<String, Integer> mainSupplier = mainSuppliers(catalogue);
        for (int warehouse = 0; warehouse < warehouses; warehouse++) {
            for (Map.Entry<String, Integer> category : mainSupplier.entrySet()) {
                int supplier = category.getValue();
                rules.add(new Rule(warehouse, true, supplier, -1, category.getKey(), leadDays(catalogue, supplier), 1));
            }
            for (int p = 0; p < catalogue.products.size(); p += EXCEPTIONS) {
                Catalogue.Product product = catalogue.products.get(p);
                if (product.supplier() != mainSupplier.get(product.category())) {
                    rules.add(new Rule(
                            warehouse, true, product.supplier(), p, null, leadDays(catalogue, product.supplier()), 1));
                }
            }
        }
        int direct = catalogue.products.get(1).supplier();
        rules.add(new Rule(warehouses, true, direct, 1, null, leadDays(catalogue, direct) + 1, 1));
        return rules;
    }

    private static int leadDays(Catalogue catalogue, int supplier) {
        return catalogue.suppliers.get(supplier).leadDays();
    }

    private static Map<String, Integer> mainSuppliers(Catalogue catalogue) {
        Map<String, int[]> products = new TreeMap<>();
        for (Catalogue.Product product : catalogue.products) {
            products.computeIfAbsent(product.category(), c -> new int[catalogue.suppliers.size()])[
                    product.supplier()]++;
        }
        Map<String, Integer> main = new TreeMap<>();
        products.forEach((category, counts) -> {
            int most = 0;
            for (int s = 1; s < counts.length; s++) {
                most = counts[s] > counts[most] ? s : most;
            }
            main.put(category, most);
        });
        return main;
    }
}
