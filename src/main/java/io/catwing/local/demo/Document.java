package io.catwing.local.demo;

import java.util.List;

/**
 * One state of a business document. Days count from the world's first day, times are minutes of that day, amounts are
 * cents, and products and places are indexes into the {@link Catalogue}. A change makes a new state with the same number.
 */
sealed interface Document {
    int number();

    /** The day on which this state came to be. */
    int changedOn();

    int changedAt();

    /** A customer's order, or what he brought back: then quantities are negative. */
    record Sale(
            int number,
            int store,
            int customer,
            String status,
            int orderedOn,
            int orderedAt,
            int changedOn,
            int changedAt,
            List<SaleLine> lines)
            implements Document {
        static final String COMPLETED = "completed";
        static final String CANCELLED = "cancelled";
        static final String RETURNED = "returned";

        Sale changed(String newStatus, int on, int at, List<SaleLine> newLines) {
            return new Sale(number, store, customer, newStatus, orderedOn, orderedAt, on, at, newLines);
        }

        long total() {
            return lines.stream().mapToLong(SaleLine::amount).sum();
        }
    }

    record SaleLine(int product, int quantity, int price, int discount) {
        long amount() {
            return (long) quantity * price - discount;
        }
    }

    /** A warehouse's order to a supplier. */
    record Purchase(
            int number,
            int warehouse,
            int supplier,
            String status,
            int orderedOn,
            int orderedAt,
            int expectedOn,
            int changedOn,
            int changedAt,
            List<PurchaseLine> lines)
            implements Document {
        Purchase changed(String newStatus, int on, int at) {
            return new Purchase(
                    number, warehouse, supplier, newStatus, orderedOn, orderedAt, expectedOn, on, at, lines);
        }

        long total() {
            return lines.stream().mapToLong(l -> (long) l.quantity() * l.cost()).sum();
        }
    }

    record PurchaseLine(int product, int quantity, int cost) {}

    /** What a supplier delivered; a purchase order may need two. */
    record Receipt(
            int number,
            int purchase,
            int warehouse,
            int supplier,
            int changedOn,
            int changedAt,
            List<ReceiptLine> lines)
            implements Document {}

    /**
     * @param purchaseLine counted from 1
     * @param quantity that was delivered
     * @param rejected of it: these never reach the shelf
     */
    record ReceiptLine(int purchaseLine, int product, int quantity, int rejected) {}

    /** A store asks its warehouse for goods. */
    record StoreOrder(
            int number,
            int store,
            int warehouse,
            String status,
            int orderedOn,
            int orderedAt,
            int changedOn,
            int changedAt,
            List<AskedLine> lines)
            implements Document {}

    record AskedLine(int product, int quantity, int fulfilled) {}

    /**
     * Goods on the road between two of the client's own places.
     *
     * @param receivedOn -1 while they are on the road
     */
    record Transfer(
            int number,
            int from,
            int to,
            String status,
            int shippedOn,
            int shippedAt,
            int receivedOn,
            int changedOn,
            int changedAt,
            List<MovedLine> lines)
            implements Document {}

    record MovedLine(int product, int quantity, int received) {}
}
