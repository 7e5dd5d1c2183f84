package io.catwing.local.demo;

import static io.catwing.local.demo.ODataWords.amount;
import static io.catwing.local.demo.ODataWords.lines;
import static io.catwing.local.demo.ODataWords.odata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.local.demo.Document.Purchase;
import io.catwing.local.demo.Document.Receipt;
import io.catwing.local.demo.Document.Sale;
import io.catwing.local.demo.Document.StoreOrder;
import io.catwing.local.demo.Document.Transfer;
import io.catwing.local.demo.ODataWords.Kind;

/** The documents of client CW-000151. */
final class ODataOrders {
    private final World world;

    ODataOrders(World world) {
        this.world = world;
    }

    Rows sales(int first, int last) {
        return Rows.of(world.sales.changedBetween(first, last), this::sale);
    }

    Rows purchases(int first, int last) {
        return Rows.of(world.purchases.changedBetween(first, last), this::purchase);
    }

    Rows receipts(int first, int last) {
        return Rows.of(world.receipts.changedBetween(first, last), this::receipt);
    }

    Rows storeOrders(int first, int last) {
        return Rows.of(world.storeOrders.changedBetween(first, last), this::storeOrder);
    }

    Rows transfers(int first, int last) {
        return Rows.of(world.transfers.changedBetween(first, last), this::transfer);
    }

    private ObjectNode sale(Sale sale) {
        ObjectNode row = Answer.object()
                .put("SalesOrderId", Kind.SALE.id(sale.number()))
                .put("StoreId", Kind.LOCATION.id(sale.store()))
                .put("CustomerId", sale.customer() < 0 ? null : Kind.CUSTOMER.id(sale.customer()))
                .put("Status", sale.status())
                .put("OrderedAt", time(sale.orderedOn(), sale.orderedAt()))
                .put("ModifiedAt", time(sale.changedOn(), sale.changedAt()))
                .put("CurrencyCode", "EUR")
                .put("TotalAmount", amount(sale.total()));
        lines(row.putArray("Lines"), sale.lines(), (line, to) -> to.put("ProductId", Kind.PRODUCT.id(line.product()))
                .put("Quantity", line.quantity())
                .put("UnitPrice", amount(line.price()))
                .put("Discount", amount(line.discount()))
                .put("Amount", amount(line.amount())));
        return row;
    }

    private ObjectNode purchase(Purchase purchase) {
        String expected = odata(world.date(purchase.expectedOn()), 8 * 60);
        ObjectNode row = Answer.object()
                .put("PurchaseOrderId", Kind.PURCHASE.id(purchase.number()))
                .put("VendorId", Kind.VENDOR.id(purchase.supplier()))
                .put("WarehouseId", Kind.LOCATION.id(purchase.warehouse()))
                .put("Status", purchase.status())
                .put("OrderedAt", time(purchase.orderedOn(), purchase.orderedAt()))
                .put("ExpectedAt", expected)
                .put("ModifiedAt", time(purchase.changedOn(), purchase.changedAt()))
                .put("CurrencyCode", "EUR")
                .put("TotalAmount", amount(purchase.total()));
        lines(row.putArray("Lines"), purchase.lines(), (line, to) -> to.put(
                        "ProductId", Kind.PRODUCT.id(line.product()))
                .put("Quantity", line.quantity())
                .put("UnitPrice", amount(line.cost()))
                .put("ExpectedAt", expected));
        return row;
    }

    private ObjectNode receipt(Receipt receipt) {
        ObjectNode row = Answer.object()
                .put("ReceiptId", Kind.RECEIPT.id(receipt.number()))
                .put("PurchaseOrderId", Kind.PURCHASE.id(receipt.purchase()))
                .put("VendorId", Kind.VENDOR.id(receipt.supplier()))
                .put("WarehouseId", Kind.LOCATION.id(receipt.warehouse()))
                .put("ReceivedAt", time(receipt.changedOn(), receipt.changedAt()));
        lines(row.putArray("Lines"), receipt.lines(), (line, to) -> to.put(
                        "PurchaseOrderLine", line.purchaseLine() * 10)
                .put("ProductId", Kind.PRODUCT.id(line.product()))
                .put("Delivered", line.quantity())
                .put("Rejected", line.rejected()));
        return row;
    }

    private ObjectNode storeOrder(StoreOrder order) {
        return Answer.object()
                .put("StoreOrderId", Kind.STORE_ORDER.id(order.number()))
                .put("StoreId", Kind.LOCATION.id(order.store()))
                .put("WarehouseId", Kind.LOCATION.id(order.warehouse()))
                .put("Status", order.status())
                .put("OrderedAt", time(order.orderedOn(), order.orderedAt()))
                .put("WantedAt", odata(world.date(order.orderedOn() + 2), 8 * 60))
                .put("ModifiedAt", time(order.changedOn(), order.changedAt()));
    }

    /** The lines of a store order as of a day, or null where there is no such order by then. */
    ArrayNode storeOrderLines(long id, int day) {
        StoreOrder order = world.storeOrders.newest(o -> Kind.STORE_ORDER.id(o.number()) == id, day);
        if (order == null) {
            return null;
        }
        ArrayNode array = Answer.JSON.createArrayNode();
        lines(array, order.lines(), (line, to) -> to.put("ProductId", Kind.PRODUCT.id(line.product()))
                .put("Quantity", line.quantity())
                .put("Fulfilled", line.fulfilled()));
        return array;
    }

    /** The transfer module is another maker's, and writes in another way. */
    private ObjectNode transfer(Transfer transfer) {
        boolean there = transfer.receivedOn() >= 0;
        ObjectNode row = Answer.object()
                .put("transferId", Kind.TRANSFER.id(transfer.number()))
                .put("fromLocation", Kind.LOCATION.id(transfer.from()))
                .put("toLocation", Kind.LOCATION.id(transfer.to()))
                .put("state", transfer.status())
                .put("shippedAt", time(transfer.shippedOn(), transfer.shippedAt()))
                .put("receivedAt", there ? time(transfer.changedOn(), transfer.changedAt()) : null)
                .put("modifiedAt", time(transfer.changedOn(), transfer.changedAt()));
        lines(row.putArray("items"), transfer.lines(), (line, to) -> to.put(
                        "productId", Kind.PRODUCT.id(line.product()))
                .put("shipped", line.quantity())
                .put("received", there ? Integer.valueOf(line.received()) : null));
        return row;
    }

    private String time(int day, int minute) {
        return ODataWords.time(world, day, minute);
    }
}
