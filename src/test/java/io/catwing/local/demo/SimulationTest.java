package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.local.demo.Document.MovedLine;
import io.catwing.local.demo.Document.Purchase;
import io.catwing.local.demo.Document.Receipt;
import io.catwing.local.demo.Document.ReceiptLine;
import io.catwing.local.demo.Document.Sale;
import io.catwing.local.demo.Document.SaleLine;
import io.catwing.local.demo.Document.StoreOrder;
import io.catwing.local.demo.Document.Transfer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the demo's trade must be, whatever the seed. */
class SimulationTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 5);
    private static final String[] TOWNS = {"Leeds", "York"};

    private static World world(long seed, int days, int products) {
        DemoOptions options =
                DemoOptions.of(START, days).withSeed(seed).withScale(new DemoOptions.Scale(4, 2, 5, products, 10));
        return Simulation.run(options, 200, TOWNS, 50, -3);
    }

    /** Told from the documents alone: yesterday + received + transferred in - sold - transferred out + returned = today. */
    @Property(tries = 25)
    void stock_follows_the_documents(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int days,
            @ForAll @IntRange(min = 10, max = 60) int p) {
        World world = world(seed, days, p);
        Map<Integer, Sale> sold = new HashMap<>();
        int[] stock = world.stock.at(-1);
        for (int day = 0; day <= world.lastDay(); day++) {
            for (Receipt receipt : world.receipts.on(day)) {
                for (ReceiptLine line : receipt.lines()) {
                    stock[world.cell(receipt.warehouse(), line.product())] += line.quantity() - line.rejected();
                }
            }
            for (Transfer transfer : world.transfers.on(day)) {
                for (MovedLine line : transfer.lines()) {
                    if (transfer.receivedOn() < 0) {
                        stock[world.cell(transfer.from(), line.product())] -= line.quantity();
                    } else {
                        stock[world.cell(transfer.to(), line.product())] += line.received();
                    }
                }
            }
            for (Sale sale : world.sales.on(day)) {
                // A change takes back what the order's earlier state had taken.
                Sale before = sold.put(sale.number(), sale);
                take(world, stock, before, -1);
                take(world, stock, sale, 1);
            }
            assertThat(world.stock.at(day)).as("stock on day %s", day).isEqualTo(stock);
            assertThat(Arrays.stream(stock).min().getAsInt()).as("least stock").isNotNegative();
        }
    }

    private static void take(World world, int[] stock, Sale sale, int sign) {
        if (sale != null && !sale.status().equals(Sale.CANCELLED)) {
            for (SaleLine line : sale.lines()) {
                stock[world.cell(sale.store(), line.product())] -= sign * line.quantity();
            }
        }
    }

    @Property(tries = 25)
    void documents_refer_to_documents_that_exist(@ForAll long seed) {
        World world = world(seed, 20, 40);
        Set<Integer> closed = new HashSet<>();
        Map<Integer, Purchase> purchases = new HashMap<>();
        for (int day = 0; day <= world.lastDay(); day++) {
            for (Purchase purchase : world.purchases.on(day)) {
                purchases.put(purchase.number(), purchase);
                if (purchase.status().equals("received")) {
                    assertThat(closed.add(purchase.number())).isTrue();
                }
            }
            for (Receipt receipt : world.receipts.on(day)) {
                Purchase purchase = purchases.get(receipt.purchase());
                assertThat(purchase.supplier()).isEqualTo(receipt.supplier());
                assertThat(purchase.warehouse()).isEqualTo(receipt.warehouse());
                int lead = world.catalogue.suppliers.get(receipt.supplier()).leadDays();
                assertThat(day - purchase.orderedOn()).isBetween(lead, lead + 4);
                for (ReceiptLine line : receipt.lines()) {
                    assertThat(line.product())
                            .isEqualTo(purchase.lines()
                                    .get(line.purchaseLine() - 1)
                                    .product());
                    assertThat(line.quantity())
                            .isLessThanOrEqualTo(purchase.lines()
                                    .get(line.purchaseLine() - 1)
                                    .quantity());
                    assertThat(line.rejected()).isLessThanOrEqualTo(line.quantity());
                }
            }
            for (StoreOrder order : world.storeOrders.on(day)) {
                assertThat(world.catalogue.places.get(order.store()).warehouse())
                        .isFalse();
                assertThat(world.catalogue.places.get(order.warehouse()).warehouse())
                        .isTrue();
            }
            for (Sale sale : world.sales.on(day)) {
                assertThat(world.catalogue.places.get(sale.store()).warehouse()).isFalse();
                assertThat(sale.lines()).isNotEmpty().allSatisfy(line -> assertThat(
                                world.catalogue.products.get(line.product()).listedFrom())
                        .isLessThanOrEqualTo(sale.orderedOn()));
            }
        }
    }

    @Property(tries = 10)
    void what_is_awaited_and_reserved_never_falls_below_nothing(@ForAll long seed) {
        World world = world(seed, 30, 40);
        for (int day = 0; day <= world.lastDay(); day++) {
            assertThat(Arrays.stream(world.incoming.at(day)).min().getAsInt()).isNotNegative();
            assertThat(Arrays.stream(world.reserved.at(day)).min().getAsInt()).isNotNegative();
        }
    }

    @Test
    void the_trade_has_everything_that_a_loader_can_stumble_over() {
        World world = world(1, 28, 60);
        Set<String> sales = new HashSet<>();
        Set<String> purchases = new HashSet<>();
        Set<String> storeOrders = new HashSet<>();
        int late = 0;
        int rejected = 0;
        for (int day = 0; day <= world.lastDay(); day++) {
            for (Sale sale : world.sales.on(day)) {
                sales.add(sale.status());
                late += sale.changedOn() > sale.orderedOn() ? 1 : 0;
            }
            world.purchases.on(day).forEach(p -> purchases.add(p.status()));
            world.storeOrders.on(day).forEach(o -> storeOrders.add(o.status()));
            for (Receipt receipt : world.receipts.on(day)) {
                rejected +=
                        receipt.lines().stream().mapToInt(ReceiptLine::rejected).sum();
            }
        }
        assertThat(sales).containsExactlyInAnyOrder("completed", "cancelled", "returned");
        assertThat(purchases).contains("open", "part_received", "received", "closed_short");
        assertThat(storeOrders).contains("open", "fulfilled", "part_fulfilled");
        assertThat(late).isGreaterThan(10);
        assertThat(rejected).isPositive();
        assertThat(world.prices.get(0)).isNotEqualTo(world.prices.get(world.lastDay()));
    }

    @Test
    void a_late_change_comes_within_two_days_so_that_a_window_of_three_sees_it() {
        World world = world(7, 28, 60);
        for (int day = 0; day <= world.lastDay(); day++) {
            assertThat(world.sales.on(day)).allSatisfy(sale -> assertThat(sale.changedOn() - sale.orderedOn())
                    .isBetween(0, 2));
        }
    }

    @Test
    void a_longer_run_begins_with_the_shorter_one() {
        World week = world(3, 7, 30);
        World month = world(3, 30, 30);
        for (int day = 0; day <= week.lastDay(); day++) {
            assertThat(month.sales.on(day)).isEqualTo(week.sales.on(day));
            assertThat(month.transfers.on(day)).isEqualTo(week.transfers.on(day));
        }
    }
}
