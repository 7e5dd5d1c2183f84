package io.catwing.local.demo;

import io.catwing.client.Entity;
import io.catwing.local.demo.Document.Purchase;
import io.catwing.local.demo.Document.Receipt;
import io.catwing.local.demo.Document.Sale;
import io.catwing.local.demo.Document.StoreOrder;
import io.catwing.local.demo.Document.Transfer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that happened to one client; made by {@link Simulation}, read by the dialects, and then never changed. */
final class World {
    /** Days that the simulation runs before the first one asked for, so that goods are on their way by then. */
    static final int WARM_UP = 7;

    final LocalDate firstDay;
    final Catalogue catalogue;
    final Journal<Sale> sales = new Journal<>();
    final Journal<Purchase> purchases = new Journal<>();
    final Journal<Receipt> receipts = new Journal<>();
    final Journal<StoreOrder> storeOrders = new Journal<>();
    final Journal<Transfer> transfers = new Journal<>();
    final DailyLevels stock;
    /** Ordered by a place and not there yet. */
    final DailyLevels incoming;
    /** Promised by a warehouse to stores and not shipped yet. */
    final DailyLevels reserved;
    /** A day's prices in cents, by product; days without a change share one array. */
    final List<int[]> prices = new ArrayList<>();
    /** The day of each product's last price change, -1 for none; shared like the prices. */
    final List<int[]> priceDays = new ArrayList<>();

    World(LocalDate start, Catalogue catalogue, int[] openingStock) {
        this.firstDay = start.minusDays(WARM_UP);
        this.catalogue = catalogue;
        this.stock = new DailyLevels(openingStock);
        this.incoming = new DailyLevels(new int[openingStock.length]);
        this.reserved = new DailyLevels(new int[openingStock.length]);
    }

    int cell(int place, int product) {
        return place * catalogue.products.size() + product;
    }

    LocalDate date(int day) {
        return firstDay.plusDays(day);
    }

    /** The day's number; may lie outside of what was simulated. */
    int day(LocalDate date) {
        return (int) ChronoUnit.DAYS.between(firstDay, date);
    }

    int lastDay() {
        return prices.size() - 1;
    }

    void beginDay() {
        sales.beginDay();
        purchases.beginDay();
        receipts.beginDay();
        storeOrders.beginDay();
        transfers.beginDay();
    }

    void endDay() {
        stock.endDay();
        incoming.endDay();
        reserved.endDay();
    }

    /** @param entity one that is an order */
    Journal<? extends Document> journal(Entity entity) {
        return switch (entity) {
            case SALES_ORDERS -> sales;
            case PURCHASE_ORDERS -> purchases;
            case RECEIVING_ORDERS -> receipts;
            case STORE_ORDERS -> storeOrders;
            case TRANSFER_ORDERS -> transfers;
            default -> throw new IllegalArgumentException(entity + " has no journal");
        };
    }

    /** Products that the ERP knows on a day, by index. */
    int[] listedProducts(int day) {
        List<Catalogue.Product> all = catalogue.products;
        int[] listed = new int[all.size()];
        int count = 0;
        for (int p = 0; p < listed.length; p++) {
            if (all.get(p).listedFrom() <= day) {
                listed[count++] = p;
            }
        }
        return Arrays.copyOf(listed, count);
    }
}
