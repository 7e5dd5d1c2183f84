package io.catwing.local.demo;

import io.catwing.local.demo.Document.AskedLine;
import io.catwing.local.demo.Document.MovedLine;
import io.catwing.local.demo.Document.StoreOrder;
import io.catwing.local.demo.Document.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Stores ask their warehouse in the evening; it ships the next afternoon; the goods arrive on the morning after. */
final class Replenishment {
    private static final int SHIPS = 14 * 60;
    private static final int ARRIVES = 7 * 60;
    private static final int ASKS = 18 * 60 + 30;

    private final World world;
    private final Demand demand;
    private final Random random;
    private final List<StoreOrder> open = new ArrayList<>();
    private final List<Transfer> onTheRoad = new ArrayList<>();

    Replenishment(World world, Demand demand, Random random) {
        this.world = world;
        this.demand = demand;
        this.random = random;
    }

    void receive(int day) {
        for (Transfer transfer : onTheRoad) {
            List<MovedLine> lines = new ArrayList<>();
            for (MovedLine line : transfer.lines()) {
                // Now and then a piece is lost on the road.
                int received = line.quantity() - (random.nextInt(100) == 0 ? 1 : 0);
                lines.add(new MovedLine(line.product(), line.quantity(), received));
                int cell = world.cell(transfer.to(), line.product());
                world.stock.add(cell, received);
                world.incoming.add(cell, -line.quantity());
            }
            int minute = ARRIVES + random.nextInt(60);
            world.transfers.add(new Transfer(
                    transfer.number(),
                    transfer.from(),
                    transfer.to(),
                    "received",
                    transfer.shippedOn(),
                    transfer.shippedAt(),
                    day,
                    day,
                    minute,
                    List.copyOf(lines)));
        }
        onTheRoad.clear();
    }

    void ship(int day) {
        List<StoreOrder> waiting = new ArrayList<>();
        for (StoreOrder order : open) {
            if (!fulfil(order, day)) {
                waiting.add(order);
            }
        }
        open.clear();
        open.addAll(waiting);
        if (random.nextInt(3) == 0) {
            balance(day);
        }
    }

    /** Ships what there is. An order that nothing is there for waits, three days at most. */
    private boolean fulfil(StoreOrder order, int day) {
        List<AskedLine> lines = new ArrayList<>();
        List<MovedLine> moved = new ArrayList<>();
        for (AskedLine line : order.lines()) {
            int held = world.stock.now(world.cell(order.warehouse(), line.product()));
            int shipped = Math.max(0, Math.min(held, line.quantity()));
            lines.add(new AskedLine(line.product(), line.quantity(), shipped));
            if (shipped > 0) {
                moved.add(new MovedLine(line.product(), shipped, 0));
            }
        }
        if (moved.isEmpty() && day - order.orderedOn() < 3) {
            return false;
        }
        for (AskedLine line : lines) {
            world.reserved.add(world.cell(order.warehouse(), line.product()), -line.quantity());
            world.incoming.add(world.cell(order.store(), line.product()), line.fulfilled() - line.quantity());
        }
        boolean whole = lines.stream().allMatch(l -> l.fulfilled() == l.quantity());
        int minute = SHIPS + random.nextInt(120);
        world.storeOrders.add(new StoreOrder(
                order.number(),
                order.store(),
                order.warehouse(),
                moved.isEmpty() ? "cancelled" : whole ? "fulfilled" : "part_fulfilled",
                order.orderedOn(),
                order.orderedAt(),
                day,
                minute,
                List.copyOf(lines)));
        if (!moved.isEmpty()) {
            send(day, minute, order.warehouse(), order.store(), moved);
        }
        return true;
    }

    /** A store with more than it needs helps another. */
    private void balance(int day) {
        int warehouses = world.catalogue.warehouses;
        int stores = world.catalogue.places.size() - warehouses;
        int from = random.nextInt(stores);
        int to = (from + 1 + random.nextInt(stores - 1)) % stores;
        int product = random.nextInt(world.catalogue.products.size());
        int spare = world.stock.now(world.cell(warehouses + from, product)) / 2;
        if (spare > 0) {
            world.incoming.add(world.cell(warehouses + to, product), spare);
            send(day, SHIPS, warehouses + from, warehouses + to, List.of(new MovedLine(product, spare, 0)));
        }
    }

    private void send(int day, int minute, int from, int to, List<MovedLine> lines) {
        lines.forEach(l -> world.stock.add(world.cell(from, l.product()), -l.quantity()));
        Transfer transfer = new Transfer(
                world.transfers.nextNumber(), from, to, "in_transit", day, minute, -1, day, minute, List.copyOf(lines));
        world.transfers.add(transfer);
        onTheRoad.add(transfer);
    }

    void order(int day) {
        int[] listed = world.listedProducts(day);
        int warehouses = world.catalogue.warehouses;
        for (int store = warehouses; store < world.catalogue.places.size(); store++) {
            int warehouse = (store - warehouses) % warehouses;
            List<AskedLine> lines = new ArrayList<>();
            for (int product : listed) {
                int cell = world.cell(store, product);
                int held = world.stock.now(cell) + world.incoming.now(cell);
                if (demand.isLow(store, product, held)) {
                    lines.add(new AskedLine(product, demand.target(store, product) - held, 0));
                }
            }
            if (!lines.isEmpty()) {
                ask(day, store, warehouse, List.copyOf(lines));
            }
        }
    }

    private void ask(int day, int store, int warehouse, List<AskedLine> lines) {
        for (AskedLine line : lines) {
            world.reserved.add(world.cell(warehouse, line.product()), line.quantity());
            world.incoming.add(world.cell(store, line.product()), line.quantity());
        }
        int minute = ASKS + random.nextInt(60);
        StoreOrder order = new StoreOrder(
                world.storeOrders.nextNumber(), store, warehouse, "open", day, minute, day, minute, lines);
        world.storeOrders.add(order);
        open.add(order);
    }
}
