package io.catwing.local.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a client sells, where, and from whom. Places are numbered with the warehouses first. The same arguments give the
 * same catalogue.
 */
final class Catalogue {
    private static final String[][] RANGE = {
        {"Kitchen", "Cookware", "Saucepan", "Stock pot", "Frying pan", "Casserole"},
        {"Kitchen", "Tableware", "Dinner plate", "Soup bowl", "Mug", "Serving dish"},
        {"Garden", "Tools", "Trowel", "Hand fork", "Secateurs", "Watering can"},
        {"Garden", "Lighting", "Lantern", "Solar lamp", "Fairy lights", "Candle holder"},
        {"Home", "Textiles", "Cushion", "Throw", "Tea towel", "Apron"},
        {"Home", "Storage", "Basket", "Wooden crate", "Storage jar", "Shoe rack"},
        {"Toys", "Games", "Building blocks", "Jigsaw", "Spinning top", "Memory game"},
    };
    private static final String[] STYLES = {
        "Red", "Blue", "Oak", "Enamel", "Vintage", "Linen", "Copper", "Striped", "Large", "Small", "Ivory", "Slate"
    };
    private static final String[] BRANDS = {"Hearthside", "Alder & Fay", "Norrland", "Casa Mia", "Counters-Ho"};
    private static final String[] HOUSES = {"Trading", "Supplies", "Works", "Imports", "Mills"};
    private static final String[] MAKERS = {"Baker", "Hansen", "Lindt", "Moreau", "Okafor", "Rossi", "Silva", "Zeman"};
    private static final String[] COUNTRIES = {"GB", "DE", "DK", "FR", "IT", "PT", "CZ"};

    /**
     * @param listedFrom the first day on which the ERP knows it
     * @param share of all demand, 0 to 1
     */
    record Product(
            String name,
            String category,
            String subcategory,
            String brand,
            String unit,
            String barcode,
            int supplier,
            int cost,
            int listPrice,
            boolean active,
            int listedFrom,
            double share) {}

    /** @param minimumOrder in cents */
    record Supplier(String name, String country, int leadDays, int minimumOrder) {}

    /** @param opened days before the world's first */
    record Place(
            String name, boolean warehouse, String region, BigDecimal latitude, BigDecimal longitude, int opened) {}

    final List<Product> products = new ArrayList<>();
    final List<Supplier> suppliers = new ArrayList<>();
    final List<Place> places = new ArrayList<>();
    final int warehouses;

    Catalogue(DemoOptions.Scale scale, String[] towns, double latitude, double longitude, Random random) {
        warehouses = scale.warehouses();
        for (int i = 0; i < scale.suppliers(); i++) {
            suppliers.add(new Supplier(
                    MAKERS[i % MAKERS.length] + " " + HOUSES[random.nextInt(HOUSES.length)] + " " + (i + 1),
                    COUNTRIES[random.nextInt(COUNTRIES.length)],
                    2 + random.nextInt(5),
                    (5 + random.nextInt(45)) * 5000));
        }
        for (int i = 0; i < scale.locations(); i++) {
            boolean warehouse = i < warehouses;
            String town = towns[i % towns.length];
            int round = i / towns.length;
            places.add(new Place(
                    town + (warehouse ? " distribution centre" : "") + (round == 0 ? "" : " " + (round + 1)),
                    warehouse,
                    town,
                    degrees(latitude, random),
                    degrees(longitude, random),
                    300 + random.nextInt(4000)));
        }
        for (int i = 0; i < scale.products(); i++) {
            products.add(product(i, scale.products(), random));
        }
    }

    private static BigDecimal degrees(double corner, Random random) {
        return BigDecimal.valueOf(Math.round(corner * 1000) + random.nextInt(4000), 3);
    }

    private Product product(int index, int count, Random random) {
        String[] range = RANGE[random.nextInt(RANGE.length)];
        String name = STYLES[random.nextInt(STYLES.length)] + " "
                + range[2 + random.nextInt(range.length - 2)].toLowerCase(Locale.ROOT);
        int cost = 80 + random.nextInt(4000);
        // Prices end on 9 pence, and leave between 40 and 120 percent.
        int price = cost * (140 + random.nextInt(80)) / 1000 * 10 + 9;
        boolean old = index < count - count / 25 || index < 10;
        return new Product(
                name,
                range[0],
                range[1],
                BRANDS[random.nextInt(BRANDS.length)],
                random.nextInt(12) == 0 ? "set" : "each",
                String.format("50%011d", 1_000_003L * (index + 1) % 100_000_000_000L),
                random.nextInt(suppliers.size()),
                cost,
                price,
                random.nextInt(40) != 0,
                old ? 0 : 1 + random.nextInt(28),
                // Few products make most of the sales: Simulation draws the square of an even number.
                Math.sqrt((index + 1.0) / count) - Math.sqrt((double) index / count));
    }
}
