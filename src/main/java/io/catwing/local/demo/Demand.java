package io.catwing.local.demo;

import java.util.Random;

/** How much of each product a place expects to need, and so how much it likes to hold. */
final class Demand {
    private static final double PIECES_PER_ORDER = 4.5;

    private final Catalogue catalogue;
    private final double piecesPerStore;

    Demand(Catalogue catalogue, int ordersPerStore) {
        this.catalogue = catalogue;
        this.piecesPerStore = ordersPerStore * PIECES_PER_ORDER;
    }

    /** What a place fills up to: a store six days' sales, a warehouse twelve days' of the stores that it serves. */
    int target(int place, int product) {
        double daily = piecesPerStore * catalogue.products.get(product).share();
        if (place >= catalogue.warehouses) {
            return 4 + (int) Math.ceil(daily * 6);
        }
        int stores = (catalogue.places.size() - catalogue.warehouses) / catalogue.warehouses + 1;
        return 12 + (int) Math.ceil(daily * stores * 12);
    }

    boolean isLow(int place, int product, int held) {
        return held * 2 < target(place, product);
    }

    int[] openingStock(Random random) {
        int products = catalogue.products.size();
        int[] stock = new int[products * catalogue.places.size()];
        for (int place = 0; place < catalogue.places.size(); place++) {
            for (int p = 0; p < products; p++) {
                if (catalogue.products.get(p).listedFrom() == 0) {
                    stock[place * products + p] = target(place, p) * (50 + random.nextInt(60)) / 100;
                }
            }
        }
        return stock;
    }
}
