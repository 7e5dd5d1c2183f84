package io.catwing.local.demo;

import static io.catwing.local.demo.PagedWords.decimal;
import static io.catwing.local.demo.PagedWords.lines;
import static io.catwing.local.demo.PagedWords.locationCode;
import static io.catwing.local.demo.PagedWords.purchaseNumber;
import static io.catwing.local.demo.PagedWords.sku;
import static io.catwing.local.demo.PagedWords.supplierCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import io.catwing.local.demo.Document.Purchase;
import io.catwing.local.demo.Document.Receipt;
import io.catwing.local.demo.Document.Sale;
import io.catwing.local.demo.Document.StoreOrder;
import io.catwing.local.demo.Document.Transfer;

/** The documents of client CW-000200: keys with slashes, local times, decimals as text. */
final class PagedOrders {
    private final World world;

    PagedOrders(World world) {
        this.world = world;
    }

    /** What changed on the days from first to last. */
    Rows changes(Entity entity, int first, int last) {
        return Rows.of(world.journal(entity).changedBetween(first, last), this::document);
    }

    private ObjectNode document(Document document) {
        if (document instanceof Sale sale) {
            return sale(sale);
        } else if (document instanceof Purchase purchase) {
            return purchase(purchase);
        } else if (document instanceof Receipt receipt) {
            return receipt(receipt);
        } else if (document instanceof StoreOrder order) {
            return storeOrder(order);
        }
        return transfer((Transfer) document);
    }

    private ObjectNode sale(Sale sale) {
        ObjectNode row = Answer.object()
                .put("order_no", String.format("SO-%07d", sale.number()))
                .put("store", locationCode(sale.store()))
                .put("customer", sale.customer() < 0 ? null : String.format("C%06d", sale.customer()))
                .put("state", sale.status())
                .put("ordered_at", time(sale.orderedOn(), sale.orderedAt()))
                .put("changed_at", time(sale.changedOn(), sale.changedAt()))
                .put("currency", "GBP")
                .put("total", decimal(sale.total()));
        lines(row, sale.lines(), (line, to) -> to.put("sku", sku(line.product()))
                .put("qty", line.quantity())
                .put("unit_price", decimal(line.price()))
                .put("discount", decimal(line.discount()))
                .put("amount", decimal(line.amount())));
        return row;
    }

    private ObjectNode purchase(Purchase purchase) {
        ObjectNode row = Answer.object()
                .put("order_no", purchaseNumber(purchase.number()))
                .put("supplier_code", supplierCode(purchase.supplier()))
                .put("deliver_to", locationCode(purchase.warehouse()))
                .put("state", purchase.status())
                .put("ordered_at", time(purchase.orderedOn(), purchase.orderedAt()))
                .put("expected_on", world.date(purchase.expectedOn()).toString())
                .put("changed_at", time(purchase.changedOn(), purchase.changedAt()))
                .put("currency", "GBP")
                .put("total", decimal(purchase.total()));
        lines(row, purchase.lines(), (line, to) -> to.put("sku", sku(line.product()))
                .put("qty", line.quantity())
                .put("unit_price", decimal(line.cost())));
        return row;
    }

    private ObjectNode receipt(Receipt receipt) {
        ObjectNode row = Answer.object()
                .put("receipt_no", String.format("GR-%06d", receipt.number()))
                .put("order_no", purchaseNumber(receipt.purchase()))
                .put("supplier_code", supplierCode(receipt.supplier()))
                .put("warehouse", locationCode(receipt.warehouse()))
                .put("received_at", time(receipt.changedOn(), receipt.changedAt()));
        lines(row, receipt.lines(), (line, to) -> to.put("order_line", line.purchaseLine())
                .put("sku", sku(line.product()))
                .put("delivered", line.quantity())
                .put("rejected", line.rejected()));
        return row;
    }

    private ObjectNode storeOrder(StoreOrder order) {
        ObjectNode row = Answer.object()
                .put("order_no", String.format("ST-%06d", order.number()))
                .put("store", locationCode(order.store()))
                .put("warehouse", locationCode(order.warehouse()))
                .put("state", order.status())
                .put("ordered_at", time(order.orderedOn(), order.orderedAt()))
                .put("wanted_on", world.date(order.orderedOn() + 2).toString())
                .put("changed_at", time(order.changedOn(), order.changedAt()));
        lines(row, order.lines(), (line, to) -> to.put("sku", sku(line.product()))
                .put("qty", line.quantity())
                .put("fulfilled", line.fulfilled()));
        return row;
    }

    private ObjectNode transfer(Transfer transfer) {
        ObjectNode row = Answer.object()
                .put("transfer_no", String.format("TR-%06d", transfer.number()))
                .put("from", locationCode(transfer.from()))
                .put("to", locationCode(transfer.to()))
                .put("state", transfer.status())
                .put("shipped_at", time(transfer.shippedOn(), transfer.shippedAt()))
                .put("received_at", transfer.receivedOn() < 0 ? null : time(transfer.changedOn(), transfer.changedAt()))
                .put("changed_at", time(transfer.changedOn(), transfer.changedAt()));
        boolean there = transfer.receivedOn() >= 0;
        lines(row, transfer.lines(), (line, to) -> to.put("sku", sku(line.product()))
                .put("sent", line.quantity())
                .put("received", there ? Integer.valueOf(line.received()) : null));
        return row;
    }

    private String time(int day, int minute) {
        return PagedWords.time(world, day, minute);
    }
}
