package io.catwing.clientdata;

import static io.catwing.clientdata.Field.Need.CELL;
import static io.catwing.clientdata.Field.Need.COLUMN;
import static io.catwing.clientdata.Field.Need.OPTIONAL;

import io.catwing.failure.AbortingFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The three workbooks: what each is called, where its rows go, and what its columns are, in the order of the table's. */
public enum WorkbookKind {
    SUPPLIERS(
            "static_suppliers_list",
            "static_supplier",
            List.of("supplier_id"),
            List.of(
                    new Field(
                            "supplier_id",
                            CELL,
                            Texts::id,
                            List.of(
                                    "supplier",
                                    "supplier code",
                                    "supplier no",
                                    "supplier number",
                                    "vendor id",
                                    "vendor"),
                            "The supplier's id, letter for letter as the ERP has it. Format the column as text when ids have"
                                    + " leading zeros or more than 15 digits.",
                            "SUP-001"),
                    new Field(
                            "name",
                            CELL,
                            Texts::text,
                            List.of("supplier name", "vendor name", "company"),
                            "The supplier's name.",
                            "Baker Trading"),
                    new Field(
                            "country", OPTIONAL, Texts::text, List.of("country code"), "Where it delivers from.", "GB"),
                    leadTime(COLUMN),
                    new Field(
                            "minimum_order",
                            OPTIONAL,
                            Numbers.between("0", "999999999"),
                            List.of("minimum order value", "min order", "moq", "mov"),
                            "The least that an order must come to, in your currency, without its sign.",
                            "1250.00"),
                    new Field(
                            "order_weekdays",
                            OPTIONAL,
                            Weekdays::weekdays,
                            List.of("order days", "ordering days", "weekdays"),
                            "Days on which an order may be placed: Mon,Wed or 1;3 (1 is Monday) or Mon-Fri. Empty: any day.",
                            "Mon,Wed"),
                    new Field(
                            "active",
                            OPTIONAL,
                            Choices::yesOrNo,
                            List.of("is active", "enabled"),
                            "yes or no. Empty: not said, which counts as yes.",
                            "yes"))),
    LOCATIONS(
            "locations",
            "listed_location",
            List.of("location_id"),
            List.of(
                    new Field(
                            "location_id",
                            CELL,
                            Texts::id,
                            List.of("location", "location code", "store id", "store code", "store number", "site id"),
                            "The location's id, letter for letter as the ERP has it.",
                            "L003"),
                    new Field(
                            "name",
                            CELL,
                            Texts::text,
                            List.of("location name", "store name", "site name"),
                            "The location's name.",
                            "York"),
                    new Field(
                            "kind",
                            CELL,
                            Choices.PLACE,
                            List.of("type", "location type", "store or warehouse"),
                            "store or warehouse.",
                            "store"),
                    new Field("region", OPTIONAL, Texts::text, List.of("area", "district"), "Free text.", "North"),
                    new Field(
                            "latitude",
                            OPTIONAL,
                            Numbers.between("-90", "90"),
                            List.of("lat"),
                            "Degrees north, with a fraction; south is negative.",
                            "53.959"),
                    new Field(
                            "longitude",
                            OPTIONAL,
                            Numbers.between("-180", "180"),
                            List.of("lon", "lng", "long"),
                            "Degrees east, with a fraction; west is negative.",
                            "-1.081"),
                    new Field(
                            "opened_on",
                            OPTIONAL,
                            Dates::date,
                            List.of("opening date", "opened", "open date", "date opened", "open since"),
                            "The day it opened, as a date.",
                            "2019-03-25"))),
    SUPPLY_NETWORK(
            "supply_network_config",
            "supply_rule",
            List.of("location_id", "source_kind", "source_id", "product_id", "category"),
            List.of(
                    new Field(
                            "location_id",
                            CELL,
                            Texts::id,
                            List.of(
                                    "location",
                                    "location code",
                                    "store id",
                                    "store",
                                    "supplied location",
                                    "destination"),
                            "The store or warehouse that is supplied.",
                            "L003"),
                    new Field(
                            "source_kind",
                            CELL,
                            Choices.SOURCE,
                            List.of("supplied by", "source type"),
                            "What supplies it: warehouse or supplier.",
                            "warehouse"),
                    new Field(
                            "source_id",
                            CELL,
                            Texts::id,
                            List.of("source code", "warehouse or supplier id", "supplied by id", "supplied from"),
                            "That warehouse's location id, or that supplier's id.",
                            "L001"),
                    new Field(
                            "product_id",
                            OPTIONAL,
                            Texts::id,
                            List.of("product", "sku", "item", "item id", "article"),
                            "Only for this product. Leave it and the category empty for everything the location sells.",
                            "SKU-00042"),
                    new Field(
                            "category",
                            OPTIONAL,
                            Texts::text,
                            List.of("product category", "category name"),
                            "Only for products of this category. Not together with a product.",
                            "Kitchen"),
                    leadTime(OPTIONAL),
                    new Field(
                            "priority",
                            OPTIONAL,
                            Numbers.whole(0, 9999),
                            List.of("prio", "rank", "preference"),
                            "A whole number; the smallest is preferred where several rows fit. Empty comes last.",
                            "1")));

    private final String stem;
    private final String table;
    private final List<String> key;
    private final List<Field> fields;

    WorkbookKind(String stem, String table, List<String> key, List<Field> fields) {
        this.stem = stem;
        this.table = table;
        this.key = key;
        this.fields = fields;
    }

    private static Field leadTime(Field.Need need) {
        return new Field(
                "lead_time_days",
                need,
                Numbers.between("0", "999"),
                List.of("lead time", "lead time in days", "lead days", "delivery time"),
                "Calendar days from order to delivery, as a number.",
                "7");
    }

    /** Which one a file is, by its name. */
    public static Optional<WorkbookKind> ofFile(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> kind.fileName().equals(fileName.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** By its name without the ending. */
    public static WorkbookKind parse(String name) {
        return ofFile(name.endsWith(".xlsx") ? name : name + ".xlsx")
                .orElseThrow(() -> new AbortingFailure(
                        "'" + name + "' is none of the workbooks",
                        "there are "
                                + Arrays.stream(values()).map(kind -> kind.stem).collect(Collectors.joining(", "))));
    }

    /** As it lies in S3. */
    public String fileName() {
        return stem + ".xlsx";
    }

    String table() {
        return table;
    }

    List<Field> fields() {
        return fields;
    }

    /** Columns whose values together occur once in a sheet. */
    List<String> key() {
        return key;
    }

    /** Where a person may put it, below the client's prefix; the first wins. */
    List<String> places() {
        String folder = "supplier-availability/" + fileName();
        return this == SUPPLIERS ? List.of(folder) : List.of(folder, fileName());
    }

    /** What is wrong with a row whose cells are all right, each for itself: the column to be told, and why. */
    Optional<Map.Entry<String, String>> contradiction(Object[] row) {
        return this == SUPPLY_NETWORK && value(row, "product_id") != null && value(row, "category") != null
                ? Optional.of(Map.entry("category", "a rule is for a product or for a category, not for both"))
                : Optional.empty();
    }

    Object value(Object[] row, String field) {
        for (int i = 0; i < row.length; i++) {
            if (fields.get(i).name().equals(field)) {
                return row[i];
            }
        }
        throw new IllegalArgumentException(field + " is no field of " + this);
    }
}
