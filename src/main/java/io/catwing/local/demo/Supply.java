package io.catwing.local.demo;

import io.catwing.local.demo.Document.Purchase;
import io.catwing.local.demo.Document.PurchaseLine;
import io.catwing.local.demo.Document.Receipt;
import io.catwing.local.demo.Document.ReceiptLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Warehouses order from suppliers when they run low; after the lead time the goods come, not always all of them. */
final class Supply {
    private static final int MORNING = 6 * 60;
    private static final int EVENING = 17 * 60;

    /** @param last the supplier sends no more for this order */
    private record Delivery(Purchase purchase, List<ReceiptLine> lines, boolean complete, boolean last) {}

    private final World world;
    private final Demand demand;
    private final Random random;
    private final Map<Integer, List<Delivery>> due = new HashMap<>();

    Supply(World world, Demand demand, Random random) {
        this.world = world;
        this.demand = demand;
        this.random = random;
    }

    void receive(int day) {
        List<Delivery> deliveries = due.getOrDefault(day, List.of());
        for (int i = 0; i < deliveries.size(); i++) {
            receive(deliveries.get(i), day, MORNING + 120 * i / deliveries.size());
        }
        due.remove(day);
    }

    private void receive(Delivery delivery, int day, int minute) {
        Purchase purchase = delivery.purchase();
        world.receipts.add(new Receipt(
                world.receipts.nextNumber(),
                purchase.number(),
                purchase.warehouse(),
                purchase.supplier(),
                day,
                minute,
                delivery.lines()));
        for (ReceiptLine line : delivery.lines()) {
            int cell = world.cell(purchase.warehouse(), line.product());
            world.stock.add(cell, line.quantity() - line.rejected());
            // What came short is awaited no longer: a line is delivered once.
            PurchaseLine ordered = purchase.lines().get(line.purchaseLine() - 1);
            world.incoming.add(cell, -ordered.quantity());
        }
        String status = !delivery.last() ? "part_received" : delivery.complete() ? "received" : "closed_short";
        world.purchases.add(purchase.changed(status, day, minute));
    }

    void order(int day) {
        int[] listed = world.listedProducts(day);
        for (int warehouse = 0; warehouse < world.catalogue.warehouses; warehouse++) {
            Map<Integer, List<PurchaseLine>> bySupplier = new TreeMap<>();
            for (int product : listed) {
                int cell = world.cell(warehouse, product);
                int held = world.stock.now(cell) + world.incoming.now(cell) - world.reserved.now(cell);
                if (demand.isLow(warehouse, product, held)) {
                    Catalogue.Product p = world.catalogue.products.get(product);
                    // Suppliers pack by the half dozen.
                    int quantity = (demand.target(warehouse, product) - held + 5) / 6 * 6;
                    bySupplier
                            .computeIfAbsent(p.supplier(), s -> new ArrayList<>())
                            .add(new PurchaseLine(product, quantity, p.cost()));
                }
            }
            for (Map.Entry<Integer, List<PurchaseLine>> order : bySupplier.entrySet()) {
                place(day, warehouse, order.getKey(), List.copyOf(order.getValue()));
            }
        }
    }

    private void place(int day, int warehouse, int supplier, List<PurchaseLine> lines) {
        int lead = world.catalogue.suppliers.get(supplier).leadDays();
        int number = world.purchases.nextNumber();
        int minute = EVENING + random.nextInt(90);
        Purchase purchase =
                new Purchase(number, warehouse, supplier, "open", day, minute, day + lead, day, minute, lines);
        world.purchases.add(purchase);
        lines.forEach(l -> world.incoming.add(world.cell(warehouse, l.product()), l.quantity()));

        int late = random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0;
        boolean twoParts = lines.size() > 1 && random.nextInt(5) == 0;
        boolean complete = true;
        List<ReceiptLine> first = new ArrayList<>();
        List<ReceiptLine> second = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            PurchaseLine line = lines.get(i);
            boolean isShort = random.nextInt(12) == 0;
            int delivered = isShort ? line.quantity() * 5 / 6 : line.quantity();
            int rejected = random.nextInt(20) == 0 ? Math.min(delivered, 1 + random.nextInt(3)) : 0;
            complete &= !isShort;
            (twoParts && i % 2 == 1 ? second : first).add(new ReceiptLine(i + 1, line.product(), delivered, rejected));
        }
        if (twoParts) {
            deliver(day + lead + late, new Delivery(purchase, List.copyOf(first), true, false));
            deliver(day + lead + late + 2, new Delivery(purchase, List.copyOf(second), complete, true));
        } else {
            deliver(day + lead + late, new Delivery(purchase, List.copyOf(first), complete, true));
        }
    }

    private void deliver(int day, Delivery delivery) {
        due.computeIfAbsent(day, d -> new ArrayList<>()).add(delivery);
    }
}
