package io.catwing.client;

import static io.catwing.client.Table.named;

import java.util.Optional;

/**
 * Which tables of {@code general} an entity fills.
 *
 * @param kind how newer rows replace older ones
 * @param head the entity's own table
 * @param line its lines' table, null unless the kind is {@link Kind#ORDER}
 */
public record Model(Kind kind, Table head, Table line) {

    /** How newer rows replace older ones. */
    public enum Kind {
        /** One row per id; first and last seen are kept. */
        LISTED,
        /** A head and its lines, replaced as a whole. */
        ORDER,
        /** One row per id and day. */
        DAILY
    }

    public Optional<Table> lines() {
        return Optional.ofNullable(line);
    }

    public static Model of(Entity entity) {
        return switch (entity) {
            case PRODUCTS -> PRODUCTS;
            case SUPPLIERS -> SUPPLIERS;
            case LOCATIONS -> LOCATIONS;
            case PRICING_LISTS -> PRICING_LISTS;
            case INVENTORY -> INVENTORY;
            case SALES_ORDERS -> SALES_ORDERS;
            case PURCHASE_ORDERS -> PURCHASE_ORDERS;
            case RECEIVING_ORDERS -> RECEIVING_ORDERS;
            case STORE_ORDERS -> STORE_ORDERS;
            case TRANSFER_ORDERS -> TRANSFER_ORDERS;
        };
    }

    private static final Model PRODUCTS = new Model(
            Kind.LISTED,
            named("product")
                    .key("product_id")
                    .text("name", "description", "category", "subcategory", "brand", "unit", "barcode", "supplier_id")
                    .numeric("cost_price", "list_price")
                    .text("currency")
                    .bool("active")
                    .text("picture_url")
                    .time("updated_at")
                    .build(),
            null);
    private static final Model SUPPLIERS = new Model(
            Kind.LISTED,
            named("supplier")
                    .key("supplier_id")
                    .text("name", "country")
                    .numeric("lead_time_days", "minimum_order")
                    .bool("active")
                    .time("updated_at")
                    .build(),
            null);
    private static final Model LOCATIONS = new Model(
            Kind.LISTED,
            named("location")
                    .key("location_id")
                    .text("name", "kind", "region", "country")
                    .numeric("latitude", "longitude")
                    .date("opened_on")
                    .bool("active")
                    .time("updated_at")
                    .build(),
            null);
    private static final Model PRICING_LISTS = new Model(
            Kind.ORDER,
            named("pricing_list")
                    .key("pricing_list_id")
                    .text("name", "currency")
                    .date("valid_from", "valid_to")
                    .time("updated_at")
                    .build(),
            named("pricing_list_line")
                    .key("pricing_list_id", "line_id")
                    .text("product_id")
                    .numeric("price", "minimum_quantity")
                    .date("valid_from", "valid_to")
                    .build());
    private static final Model INVENTORY = new Model(
            Kind.DAILY,
            named("inventory")
                    .key("location_id", "product_id")
                    .numeric("quantity", "reserved_quantity", "incoming_quantity", "unit_cost")
                    .time("updated_at")
                    .build(),
            null);
    private static final Model SALES_ORDERS = new Model(
            Kind.ORDER,
            named("sales_order")
                    .key("sales_order_id")
                    .text("location_id", "customer_id", "status")
                    .time("ordered_at")
                    .text("currency")
                    .numeric("total_amount")
                    .time("updated_at")
                    .build(),
            named("sales_order_line")
                    .key("sales_order_id", "line_id")
                    .text("product_id")
                    .numeric("quantity", "unit_price", "discount", "amount")
                    .build());
    private static final Model PURCHASE_ORDERS = new Model(
            Kind.ORDER,
            named("purchase_order")
                    .key("purchase_order_id")
                    .text("supplier_id", "location_id", "status")
                    .time("ordered_at", "expected_at")
                    .text("currency")
                    .numeric("total_amount")
                    .time("updated_at")
                    .build(),
            named("purchase_order_line")
                    .key("purchase_order_id", "line_id")
                    .text("product_id")
                    .numeric("quantity", "unit_price")
                    .time("expected_at")
                    .build());
    private static final Model RECEIVING_ORDERS = new Model(
            Kind.ORDER,
            named("receiving_order")
                    .key("receiving_order_id")
                    .text("purchase_order_id", "supplier_id", "location_id", "status")
                    .time("received_at", "updated_at")
                    .build(),
            named("receiving_order_line")
                    .key("receiving_order_id", "line_id")
                    .text("purchase_order_line_id", "product_id")
                    .numeric("quantity", "rejected_quantity")
                    .build());
    private static final Model STORE_ORDERS = new Model(
            Kind.ORDER,
            named("store_order")
                    .key("store_order_id")
                    .text("location_id", "source_location_id", "status")
                    .time("ordered_at", "expected_at", "updated_at")
                    .build(),
            named("store_order_line")
                    .key("store_order_id", "line_id")
                    .text("product_id")
                    .numeric("quantity", "fulfilled_quantity")
                    .build());
    private static final Model TRANSFER_ORDERS = new Model(
            Kind.ORDER,
            named("transfer_order")
                    .key("transfer_order_id")
                    .text("from_location_id", "to_location_id", "status")
                    .time("shipped_at", "received_at", "updated_at")
                    .build(),
            named("transfer_order_line")
                    .key("transfer_order_id", "line_id")
                    .text("product_id")
                    .numeric("quantity", "received_quantity")
                    .build());
}
