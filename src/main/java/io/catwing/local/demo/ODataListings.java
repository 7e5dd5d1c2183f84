package io.catwing.local.demo;

import static io.catwing.local.demo.ODataWords.amount;
import static io.catwing.local.demo.ODataWords.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.local.demo.ODataWords.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What client CW-000151 lists: Pascal case, typed values, ids above 2^53, some dates the old Microsoft way. */
final class ODataListings {
    private static final String CURRENCY = "EUR";

    private final World world;

    ODataListings(World world) {
        this.world = world;
    }

    Rows products(int day) {
        return Rows.of(world.listedProducts(day), p -> product(p, day));
    }

    Rows vendors() {
        return Rows.upTo(world.catalogue.suppliers.size(), this::vendor);
    }

    Rows warehouses() {
        return Rows.upTo(world.catalogue.warehouses, this::place);
    }

    Rows stores() {
        int first = world.catalogue.warehouses;
        int[] stores = IntStream.range(first, world.catalogue.places.size()).toArray();
        return Rows.of(stores, this::place);
    }

    /** One record a price, each repeating its list. */
    Rows priceListEntries(int day) {
        List<ObjectNode> entries = new ArrayList<>();
        for (PriceHistory.PriceList list : PriceHistory.on(world, day, CURRENCY)) {
            for (PriceHistory.Price price : list.prices()) {
                entries.add(Answer.object()
                        .put("EntryId", Kind.PRICE.id(entries.size()))
                        .put("PriceListId", list.code())
                        .put("ListName", list.title())
                        .put("CurrencyCode", CURRENCY)
                        .put("ProductId", Kind.PRODUCT.id(price.product()))
                        .put("MinimumQuantity", price.minimumQuantity())
                        .put("UnitPrice", amount(price.cents()))
                        .put("ValidFrom", price.validFrom().toString())
                        .put("ListValidFrom", list.validFrom().toString())
                        .put("ListValidTo", PagedWords.text(list.validTo())));
            }
        }
        return Rows.of(entries, ObjectNode::deepCopy);
    }

    Rows inventory(int day) {
        int[] listed = world.listedProducts(day);
        int[] stock = world.stock.at(day);
        int[] reserved = world.reserved.at(day);
        int[] incoming = world.incoming.at(day);
        String taken = odata(world.date(day), 23 * 60);
        return Rows.upTo(listed.length * world.catalogue.places.size(), i -> {
            int place = i / listed.length;
            int product = listed[i % listed.length];
            int cell = world.cell(place, product);
            return Answer.object()
                    .put("LocationId", Kind.LOCATION.id(place))
                    .put("ProductId", Kind.PRODUCT.id(product))
                    .put("OnHand", stock[cell])
                    .put("Reserved", reserved[cell])
                    .put("OnOrder", incoming[cell])
                    .put(
                            "UnitCost",
                            amount(world.catalogue.products.get(product).cost()))
                    .put("TakenAt", taken);
        });
    }

    private ObjectNode product(int p, int day) {
        Catalogue.Product product = world.catalogue.products.get(p);
        int changed = Math.max(product.listedFrom(), world.priceDays.get(day)[p]);
        ObjectNode row = Answer.object()
                .put("ProductId", Kind.PRODUCT.id(p))
                .put("Name", product.name())
                .put("Brand", product.brand());
        row.putObject("Category").put("Group", product.category()).put("Name", product.subcategory());
        return row.put("Unit", product.unit())
                .put("Gtin", product.barcode())
                .put("VendorId", Kind.VENDOR.id(product.supplier()))
                .put("StandardCost", amount(product.cost()))
                .put("ListPrice", amount(world.prices.get(day)[p]))
                .put("Discontinued", !product.active())
                .put("Image", DemoImages.address(p))
                .put("LastModified", odata(world.date(changed), 60));
    }

    private ObjectNode vendor(int v) {
        Catalogue.Supplier supplier = world.catalogue.suppliers.get(v);
        return Answer.object()
                .put("VendorId", Kind.VENDOR.id(v))
                .put("Name", supplier.name())
                .put("CountryCode", supplier.country())
                .put("LeadTimeDays", supplier.leadDays())
                .put("MinimumOrder", amount(supplier.minimumOrder()))
                .put("IsActive", true);
    }

    private ObjectNode place(int l) {
        Catalogue.Place place = world.catalogue.places.get(l);
        ObjectNode row = Answer.object().put("LocationId", Kind.LOCATION.id(l)).put("Name", place.name());
        if (place.warehouse()) {
            row.put("DockDoors", 4 + l);
        } else {
            row.put("SalesArea", 180 + 20 * l);
        }
        return row.put("Region", place.region())
                .put("Latitude", place.latitude())
                .put("Longitude", place.longitude())
                .put("OpenedOn", odata(world.date(-place.opened()), 12 * 60));
    }
}
