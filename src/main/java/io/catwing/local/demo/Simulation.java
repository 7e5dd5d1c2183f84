package io.catwing.local.demo;

import java.time.DayOfWeek;
import java.util.Random;

/**
 * Runs a client's trade day by day: deliveries and transfers arrive in the morning, the stores sell, the warehouses
 * ship, and in the evening what runs low is ordered. Each part draws from its own generator, whose algorithm the JDK
 * fixes, so that a seed means the same trade everywhere and a longer run begins with the shorter one.
 */
final class Simulation {
    private final World world;
    private final Demand demand;
    private final Random random;
    private final Selling selling;
    private final Supply supply;
    private final Replenishment replenishment;

    private Simulation(DemoOptions options, int client, String[] towns, double latitude, double longitude) {
        DemoOptions.Scale scale = options.scale();
        Catalogue catalogue = new Catalogue(scale, towns, latitude, longitude, generator(options, client, 0));
        demand = new Demand(catalogue, scale.ordersPerStore());
        world = new World(options.start(), catalogue, demand.openingStock(generator(options, client, 1)));
        random = generator(options, client, 2);
        selling = new Selling(world, scale.ordersPerStore(), generator(options, client, 3));
        supply = new Supply(world, demand, generator(options, client, 4));
        replenishment = new Replenishment(world, demand, generator(options, client, 5));
    }

    /** The world after all its days. Towns name the places; the corner is the south-west of the client's country. */
    static World run(DemoOptions options, int client, String[] towns, double latitude, double longitude) {
        Simulation simulation = new Simulation(options, client, towns, latitude, longitude);
        int days = options.days() + World.WARM_UP;
        for (int day = 0; day < days; day++) {
            simulation.day(day);
        }
        return simulation.world;
    }

    private static Random generator(DemoOptions options, int client, int part) {
        return new Random(options.seed() * 1_000_003 + client * 31L + part * 7919L);
    }

    private void day(int day) {
        world.beginDay();
        changePrices(day);
        supply.receive(day);
        replenishment.receive(day);
        selling.sell(day, world.date(day).getDayOfWeek() == DayOfWeek.SUNDAY);
        replenishment.ship(day);
        replenishment.order(day);
        supply.order(day);
        world.endDay();
    }

    /** Now and then a few prices move by up to a tenth. */
    private void changePrices(int day) {
        int products = world.catalogue.products.size();
        if (day == 0) {
            int[] first = new int[products];
            int[] never = new int[products];
            for (int p = 0; p < products; p++) {
                first[p] = world.catalogue.products.get(p).listPrice();
                never[p] = -1;
            }
            world.prices.add(first);
            world.priceDays.add(never);
            return;
        }
        int[] prices = world.prices.get(day - 1);
        int[] since = world.priceDays.get(day - 1);
        if (random.nextInt(3) == 0) {
            prices = prices.clone();
            since = since.clone();
            for (int i = 0; i <= products / 50; i++) {
                int p = random.nextInt(products);
                prices[p] = Math.max(19, prices[p] * (90 + random.nextInt(21)) / 1000 * 10 + 9);
                since[p] = day;
            }
        }
        world.prices.add(prices);
        world.priceDays.add(since);
    }
}
