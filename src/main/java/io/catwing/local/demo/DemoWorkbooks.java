package io.catwing.local.demo;

import io.catwing.local.demo.ODataWords.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The workbooks that the two clients' people would keep: with titles, headers and habits of their own, and in those of
 * CW-000151 three mistakes. The same options always give the same bytes.
 */
public final class DemoWorkbooks {
    private static final String DATE = "yyyy-mm-dd";

    private DemoWorkbooks() {}

    /**
     * Writes the six workbooks.
     *
     * @param folder where to; what is there is replaced
     * @return each file, by the key that it is uploaded to
     */
    public static SortedMap<String, Path> write(Path folder, DemoOptions options) throws IOException {
        // A catalogue is the same however many days are traded.
        DemoOptions day =
                DemoOptions.of(options.start(), 1).withSeed(options.seed()).withScale(options.scale());
        SortedMap<String, Path> files = new TreeMap<>();
        write(files, folder, "CW-000200", english(DemoErp.english(day)));
        write(files, folder, "CW-000151", german(DemoErp.german(day)));
        return files;
    }

    /** One workbook: rows from the top, titles and header among them. */
    private record Sheet(String file, List<Object[]> rows) {}

    private static List<Sheet> english(World world) {
        List<Object[]> suppliers = new ArrayList<>();
        suppliers.add(row(
                "Supplier ID",
                "Supplier name",
                "Country",
                "Lead time (days)",
                "Minimum order (GBP)",
                "Order days",
                "Active"));
        String[] weekdays = {"Mon,Thu", "Mon-Fri", "Tue", "1;3;5", "daily", null};
        for (int s = 0; s < world.catalogue.suppliers.size(); s++) {
            Catalogue.Supplier it = world.catalogue.suppliers.get(s);
            suppliers.add(row(
                    PagedWords.supplierCode(s),
                    it.name(),
                    it.country(),
                    it.leadDays(),
                    BigDecimal.valueOf(it.minimumOrder(), 2),
                    weekdays[s % weekdays.length],
                    "yes"));
        }
        List<Object[]> locations = new ArrayList<>();
        locations.add(row("Location ID", "Name", "Type", "Region", "Latitude", "Longitude", "Opening date"));
        locations.addAll(places(world, PagedWords::locationCode, "DC", "Shop"));
        List<Object[]> network = new ArrayList<>();
        network.add(row("Location ID", "Supplied by", "Source ID", "SKU", "Category", "Lead time", "Priority"));
        network.addAll(rules(world, PagedWords::locationCode, PagedWords::supplierCode, PagedWords::sku));
        return List.of(
                new Sheet("supplier-availability/static_suppliers_list.xlsx", suppliers),
                new Sheet("supplier-availability/locations.xlsx", locations),
                new Sheet("supplier-availability/supply_network_config.xlsx", network));
    }

    /** Ids of sixteen digits are texts; amounts have a decimal comma; a title and a remark stand above the headers. */
    private static List<Sheet> german(World world) {
        IntFunction<String> supplier = number -> String.valueOf(Kind.VENDOR.id(number));
        IntFunction<String> location = number -> String.valueOf(Kind.LOCATION.id(number));
        IntFunction<String> product = number -> String.valueOf(Kind.PRODUCT.id(number));
        List<Object[]> suppliers = new ArrayList<>();
        suppliers.add(row("Supplier availability"));
        suppliers.add(row("kept by purchasing", null, null, world.date(World.WARM_UP)));
        suppliers.add(row());
        suppliers.add(row("VENDOR_ID", "NAME", "COUNTRY", "LEAD_TIME_DAYS", "MINIMUM_ORDER", "REMARK", "ACTIVE"));
        int count = world.catalogue.suppliers.size();
        for (int s = 0; s < count; s++) {
            Catalogue.Supplier it = world.catalogue.suppliers.get(s);
            suppliers.add(row(
                    supplier.apply(s),
                    it.name(),
                    it.country(),
                    s == count - 1 ? "about a week" : it.leadDays(),
                    PagedWords.continental(it.minimumOrder()),
                    s % 4 == 0 ? "framework contract" : null,
                    "x"));
        }
        List<Object[]> locations = new ArrayList<>();
        locations.add(row("location_id", "name", "kind", "region", "lat", "lon", "opened_on"));
        locations.addAll(places(world, location, "warehouse", "store"));
        // Somebody copied a row to begin a new one, and forgot.
        locations.add(locations.get(locations.size() - 1));
        List<Object[]> network = new ArrayList<>();
        network.add(
                row("location_id", "source_kind", "source_id", "product_id", "category", "lead_time_days", "priority"));
        network.addAll(rules(world, location, supplier, product));
        network.add(row(location.apply(0), "supplier", supplier.apply(0), product.apply(1), "Garden", 3, 1));
        return List.of(
                new Sheet("supplier-availability/static_suppliers_list.xlsx", suppliers),
                new Sheet("locations.xlsx", locations),
                new Sheet("supply_network_config.xlsx", network));
    }

    private static List<Object[]> places(World world, IntFunction<String> id, String warehouse, String store) {
        List<Object[]> rows = new ArrayList<>();
        for (Catalogue.Place it : world.catalogue.places) {
            rows.add(row(
                    id.apply(rows.size()),
                    it.name(),
                    it.warehouse() ? warehouse : store,
                    it.region(),
                    it.latitude(),
                    it.longitude(),
                    world.date(-it.opened())));
        }
        return rows;
    }

    private static List<Object[]> rules(
            World world, IntFunction<String> location, IntFunction<String> supplier, IntFunction<String> product) {
        return DemoNetwork.rules(world.catalogue).stream()
                .map(rule -> row(
                        location.apply(rule.location()),
                        rule.supplier() ? "supplier" : "warehouse",
                        rule.supplier() ? supplier.apply(rule.source()) : location.apply(rule.source()),
                        rule.product() < 0 ? null : product.apply(rule.product()),
                        rule.category(),
                        rule.leadDays(),
                        rule.priority()))
                .toList();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static void write(SortedMap<String, Path> files, Path folder, String client, List<Sheet> sheets)
            throws IOException {
        for (Sheet sheet : sheets) {
            Path file = folder.resolve(client).resolve(sheet.file());
            Files.createDirectories(file.getParent());
            Files.write(file, Timeless.zip(workbook(sheet.rows())));
            files.put("client-data/" + client + "/" + sheet.file(), file);
        }
    }

    private static byte[] workbook(List<Object[]> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "demo", null)) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            for (int r = 0; r < rows.size(); r++) {
                Object[] values = rows.get(r);
                for (int c = 0; c < values.length; c++) {
                    if (values[c] instanceof LocalDate date) {
                        sheet.value(r, c, date);
                        sheet.style(r, c).format(DATE).set();
                    } else if (values[c] instanceof Number number) {
                        sheet.value(r, c, number);
                    } else if (values[c] != null) {
                        sheet.value(r, c, values[c].toString());
                    }
                }
            }
        }
        return bytes.toByteArray();
    }
}
