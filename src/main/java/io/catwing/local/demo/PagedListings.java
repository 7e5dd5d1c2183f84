package io.catwing.local.demo;

import static io.catwing.local.demo.PagedWords.continental;
import static io.catwing.local.demo.PagedWords.decimal;
import static io.catwing.local.demo.PagedWords.lines;
import static io.catwing.local.demo.PagedWords.locationCode;
import static io.catwing.local.demo.PagedWords.sku;
import static io.catwing.local.demo.PagedWords.supplierCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import java.time.format.DateTimeFormatter;

/** What client CW-000200 lists: snake case, decimals as text, local times, a decimal comma in one place. */
final class PagedListings {
    private static final DateTimeFormatter BRITISH = DateTimeFormatter.ofPattern("dd/MM/yyyy");

    private final World world;

    PagedListings(World world) {
        this.world = world;
    }

    /** An entity as of a day. */
    Rows snapshot(Entity entity, int day) {
        Catalogue catalogue = world.catalogue;
        return switch (entity) {
            case PRODUCTS -> Rows.of(world.listedProducts(day), p -> product(p, day));
            case SUPPLIERS -> Rows.upTo(catalogue.suppliers.size(), this::supplier);
            case LOCATIONS -> Rows.upTo(catalogue.places.size(), this::location);
            case PRICING_LISTS -> Rows.of(PriceHistory.on(world, day, "GBP"), PagedListings::priceList);
            case INVENTORY -> inventory(day);
            default -> throw new IllegalArgumentException(entity + " is no snapshot");
        };
    }

    private ObjectNode product(int p, int day) {
        Catalogue.Product product = world.catalogue.products.get(p);
        int changed = Math.max(product.listedFrom(), world.priceDays.get(day)[p]);
        ObjectNode row = Answer.object().put("sku", sku(p)).put("name", product.name());
        row.putObject("range")
                .put("category", product.category())
                .put("subcategory", product.subcategory())
                .put("brand", product.brand());
        return row.put("uom", product.unit())
                .put("ean", product.barcode())
                .put("supplier_code", supplierCode(product.supplier()))
                .put("cost", decimal(product.cost()))
                .put("price", decimal(world.prices.get(day)[p]))
                .put("currency", "GBP")
                .put("state", product.active() ? "active" : "discontinued")
                .put("image_url", DemoImages.address(p))
                .put("modified", PagedWords.time(world, changed, 60));
    }

    private ObjectNode supplier(int s) {
        Catalogue.Supplier supplier = world.catalogue.suppliers.get(s);
        return Answer.object()
                .put("code", supplierCode(s))
                .put("name", supplier.name())
                .put("country", supplier.country())
                .put("lead_time_days", supplier.leadDays())
                .put("minimum_order", continental(supplier.minimumOrder()))
                .put("active", "Y");
    }

    private ObjectNode location(int l) {
        Catalogue.Place place = world.catalogue.places.get(l);
        ObjectNode row = Answer.object()
                .put("code", locationCode(l))
                .put("name", place.name())
                .put("type", place.warehouse() ? "DC" : "SHOP")
                .put("region", place.region());
        row.putObject("geo").put("lat", place.latitude()).put("lon", place.longitude());
        return row.put("opened", BRITISH.format(world.date(-place.opened()))).put("country", "GB");
    }

    private static ObjectNode priceList(PriceHistory.PriceList list) {
        ObjectNode row = Answer.object()
                .put("list_code", list.code())
                .put("title", list.title())
                .put("currency", "GBP");
        row.putObject("valid").put("from", list.validFrom().toString()).put("to", PagedWords.text(list.validTo()));
        lines(row, list.prices(), (price, line) -> line.put("sku", sku(price.product()))
                .put("min_qty", price.minimumQuantity())
                .put("price", decimal(price.cents()))
                .put("from", price.validFrom().toString()));
        return row;
    }

    private Rows inventory(int day) {
        int[] listed = world.listedProducts(day);
        int[] stock = world.stock.at(day);
        int[] reserved = world.reserved.at(day);
        int[] incoming = world.incoming.at(day);
        return Rows.upTo(listed.length * world.catalogue.places.size(), i -> {
            int place = i / listed.length;
            int product = listed[i % listed.length];
            int cell = world.cell(place, product);
            return Answer.object()
                    .put("location", locationCode(place))
                    .put("sku", sku(product))
                    .put("on_hand", stock[cell])
                    .put("reserved", reserved[cell])
                    .put("on_order", incoming[cell])
                    .put(
                            "unit_cost",
                            decimal(world.catalogue.products.get(product).cost()))
                    .put("counted_at", PagedWords.time(world, day, 23 * 60));
        });
    }
}
