package io.catwing.local.demo;

import io.catwing.local.demo.Document.Sale;
import io.catwing.local.demo.Document.SaleLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The stores' counters: orders, the late change of a few of them, and what customers bring back. */
final class Selling {
    private static final int OPENS = 9 * 60;
    private static final int CLOSES = 18 * 60;

    private final World world;
    private final int ordersPerStore;
    private final Random random;
    /** Sales that change on a later day, and sales of which something comes back, by that day. */
    private final Map<Integer, List<Sale>> changes = new HashMap<>();

    private final Map<Integer, List<Sale>> returns = new HashMap<>();

    Selling(World world, int ordersPerStore, Random random) {
        this.world = world;
        this.ordersPerStore = ordersPerStore;
        this.random = random;
    }

    void sell(int day, boolean sunday) {
        for (Sale sale : changes.getOrDefault(day, List.of())) {
            change(sale, day);
        }
        for (Sale sale : returns.getOrDefault(day, List.of())) {
            takeBack(sale, day);
        }
        changes.remove(day);
        returns.remove(day);
        int[] listed = world.listedProducts(day);
        for (int store = world.catalogue.warehouses; store < world.catalogue.places.size(); store++) {
            int orders = ordersPerStore * (70 + random.nextInt(61)) / (sunday ? 200 : 100);
            for (int i = 0; i < orders; i++) {
                sell(day, store, OPENS + (CLOSES - OPENS) * i / orders, listed);
            }
        }
    }

    private void sell(int day, int store, int minute, int[] listed) {
        List<SaleLine> lines = new ArrayList<>();
        int wanted = 1 + random.nextInt(3) + random.nextInt(3);
        for (int i = 0; i < wanted; i++) {
            double draw = random.nextDouble();
            int product = listed[(int) (listed.length * draw * draw)];
            int quantity = 1 + random.nextInt(2) * random.nextInt(3);
            boolean discounted = random.nextInt(12) == 0;
            int held = world.stock.now(world.cell(store, product));
            boolean twice = lines.stream().anyMatch(l -> l.product() == product);
            if (held < quantity || twice) {
                continue;
            }
            int price = world.prices.get(day)[product];
            lines.add(new SaleLine(product, quantity, price, discounted ? quantity * price / 10 : 0));
        }
        if (lines.isEmpty()) {
            return;
        }
        int customer = random.nextInt(3) == 0 ? -1 : random.nextInt(40 * ordersPerStore);
        int fate = random.nextInt(200);
        boolean cancelled = fate < 3;
        Sale sale = new Sale(
                world.sales.nextNumber(),
                store,
                customer,
                cancelled ? Sale.CANCELLED : Sale.COMPLETED,
                day,
                minute,
                day,
                minute,
                List.copyOf(lines));
        world.sales.add(sale);
        if (cancelled) {
            return;
        }
        move(store, lines, -1);
        if (fate < 10) {
            changes.computeIfAbsent(day + 1 + random.nextInt(2), d -> new ArrayList<>())
                    .add(sale);
        } else if (fate < 20) {
            returns.computeIfAbsent(day + 1 + random.nextInt(8), d -> new ArrayList<>())
                    .add(sale);
        }
    }

    /** A day or two later: it is cancelled after all, or a line turns out to have been smaller. */
    private void change(Sale sale, int day) {
        move(sale.store(), sale.lines(), 1);
        List<SaleLine> lines = new ArrayList<>(sale.lines());
        int at = random.nextInt(lines.size());
        SaleLine line = lines.get(at);
        String status = Sale.COMPLETED;
        if (line.quantity() > 1) {
            lines.set(at, new SaleLine(line.product(), line.quantity() - 1, line.price(), 0));
        } else if (lines.size() > 1) {
            lines.remove(at);
        } else {
            status = Sale.CANCELLED;
        }
        world.sales.add(sale.changed(status, day, OPENS + random.nextInt(60), List.copyOf(lines)));
        if (status.equals(Sale.COMPLETED)) {
            move(sale.store(), lines, -1);
        }
    }

    private void takeBack(Sale sale, int day) {
        SaleLine line = sale.lines().get(random.nextInt(sale.lines().size()));
        int quantity = 1 + random.nextInt(line.quantity());
        int minute = OPENS + random.nextInt(CLOSES - OPENS);
        List<SaleLine> lines = List.of(new SaleLine(line.product(), -quantity, line.price(), 0));
        world.sales.add(new Sale(
                world.sales.nextNumber(),
                sale.store(),
                sale.customer(),
                Sale.RETURNED,
                day,
                minute,
                day,
                minute,
                lines));
        move(sale.store(), lines, -1);
    }

    private void move(int store, List<SaleLine> lines, int sign) {
        lines.forEach(line -> world.stock.add(world.cell(store, line.product()), sign * line.quantity()));
    }
}
