package io.catwing.clientdata;

import static io.catwing.clientdata.Sheets.row;
import static io.catwing.clientdata.WorkbookKind.LOCATIONS;
import static io.catwing.clientdata.WorkbookKind.SUPPLIERS;
import static io.catwing.clientdata.WorkbookKind.SUPPLY_NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.clientdata.Sheets.Collected;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookReaderTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("workbook.xlsx");
    }

    private Collected suppliers(Object[]... rows) throws Refusal {
        return Collected.of(Sheets.write(file(), rows), SUPPLIERS);
    }

    private Collected locations(Object[]... rows) throws Refusal {
        return Collected.of(Sheets.write(file(), rows), LOCATIONS);
    }

    @Test
    void headers_match_by_name_whatever_their_order_case_and_punctuation() throws Exception {
        Collected read = suppliers(
                row("ACTIVE?", "Lead time (days)", "Supplier ID", "supplier-name", "MOQ", "Order Days", "Country"),
                row("yes", 7, "S1", "Baker", 1250.5, "Mon,Wed", "GB"));

        assertThat(read.rows).containsExactly("2|S1|Baker|GB|7|1250.5|[1, 3]|true");
        assertThat(read.rejections).isEmpty();
    }

    @Test
    void titles_above_and_blank_rows_between_are_not_in_the_way() throws Exception {
        Collected read = locations(
                row("Our locations"),
                row(),
                row("as of", LocalDate.of(2026, 2, 1)),
                row("Location ID", "Name", "Type", "Opening date"),
                row(),
                row("L1", "York", "Shop", LocalDate.of(2019, 3, 25)),
                row("  ", null, "\u00a0"),
                row(" L2\u00a0", "Hub ", "WAREHOUSE", null));

        assertThat(read.rows).containsExactly("6|L1|York|store|-|-|-|2019-03-25", "8|L2|Hub|warehouse|-|-|-|-");
        assertThat(read.reading.rejected()).isZero();
    }

    @Test
    void a_row_of_a_total_or_a_signature_at_the_end_is_rejected_and_seen() throws Exception {
        Collected read = locations(
                row("location_id", "name", "kind"),
                row("L1", "York", "store"),
                row("Total", 1, null),
                row("prepared by Ann"));

        assertThat(read.rows).hasSize(1);
        assertThat(read.rejections)
                .containsExactly(
                        "3 kind '': must be filled in", "4 name '': must be filled in", "4 kind '': must be filled in");
        assertThat(read.reading.rejected()).isEqualTo(2);
    }

    @Test
    void an_id_stays_what_it_was_meant_to_be() throws Exception {
        Path file = file();
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            Object[][] rows = {
                row("location_id", "name", "kind"),
                row("00123", "text with zeros", "store"),
                row(536379.0, "number", "store"),
                row(42, "number that is shown as 00042", "store"),
                row("9007199254740993", "long text", "store"),
                row(9007199254740993L, "long number", "store"),
                row(true, "truth", "store"),
            };
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < rows[r].length; c++) {
                    Sheets.set(sheet, r, c, rows[r][c]);
                }
            }
            sheet.style(3, 0).format("00000").set();
        }

        Collected read = Collected.of(file, LOCATIONS);

        assertThat(read.rows.stream().map(r -> r.split("\\|")[1]))
                .containsExactly("00123", "536379", "00042", "9007199254740993");
        assertThat(read.rejections)
                .containsExactly(
                        "6 location_id '9007199254740993': an id of more than 15 digits that is a number has lost its last"
                                + " ones in Excel: format the column as text and enter it again",
                        "7 location_id 'true': an id is a text or a number, not true or false");
    }

    @Test
    void a_bad_row_is_rejected_for_each_of_its_cells_and_the_rest_loads() throws Exception {
        Collected read = suppliers(
                row("supplier_id", "name", "lead_time_days", "minimum_order", "order_weekdays", "active"),
                row("S1", "good", 7, null, null, null),
                row("S2", null, "soon", -5, "Mon,Foo", "perhaps"),
                row("S3", "good too", "1,5", "1.250", "1;3", "x"));

        assertThat(read.rows).containsExactly("2|S1|good|-|7|-|-|-");
        assertThat(read.rejections)
                .containsExactly(
                        "3 lead_time_days 'soon': not a number",
                        "3 minimum_order '-5': expected a number from 0 to 999999999",
                        "3 order_weekdays 'Mon,Foo': 'foo' is no weekday; write Mon,Wed or 1;3",
                        "3 active 'perhaps': expected yes or no",
                        "3 name '': must be filled in",
                        "4 minimum_order '1.250': may be 1250 or 1.25: enter it as a number, not as a text");
        assertThat(read.reading.rejected()).isEqualTo(2);
    }

    @Test
    void a_key_that_occurs_twice_is_a_mistake_and_the_later_row_is_rejected() throws Exception {
        Collected read = locations(
                row("location_id", "name", "kind"),
                row("L1", "York", "store"),
                row("L2", "Bath", "store"),
                row("L1", "Leeds", "store"));

        assertThat(read.rows).hasSize(2);
        assertThat(read.rejections).containsExactly("4 location_id 'L1': the same location_id as in row 2");
    }

    @Test
    void a_rule_is_for_a_product_or_a_category_and_once_each() throws Exception {
        Collected read = Collected.of(
                Sheets.write(
                        file(),
                        row("Store", "Supplied by", "Source ID", "SKU", "Category", "Lead time", "Priority"),
                        row("L3", "Warehouse", "L1", null, null, 2, 1),
                        row("L3", "vendor", "S1", "P1", null, null, null),
                        row("L3", "supplier", "S1", null, "Kitchen", null, 1.5),
                        row("L3", "supplier", "S1", "P1", "Kitchen", null, 2),
                        row("L3", "supplier", "S1", "P1", null, 9, 2)),
                SUPPLY_NETWORK);

        assertThat(read.rows).containsExactly("2|L3|warehouse|L1|-|-|2|1", "3|L3|supplier|S1|P1|-|-|-");
        assertThat(read.rejections)
                .containsExactly(
                        "4 priority '1.5': expected a whole number",
                        "5 category 'Kitchen': a rule is for a product or for a category, not for both",
                        "6 location_id 'L3': the same location_id, source_kind, source_id, product_id, category as in row"
                                + " 3");
    }

    @Test
    void extra_columns_are_ignored_and_told_once() throws Exception {
        Collected read = locations(
                row("location_id", "name", "kind", "Manager", "Phone"), row("L1", "York", "store", "Ann", "#N/A"));

        assertThat(read.rows).hasSize(1);
        assertThat(read.reading.ignored()).containsExactly("Manager", "Phone");
    }

    @Test
    void formulas_count_as_what_they_came_to() throws Exception {
        String header = Sheets.texts(1, "supplier_id", "name", "lead_time_days", "minimum_order");
        Path file = Sheets.zip(
                file(),
                Sheets.parts(header
                        + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>X!A1</f><v>S1</v></c><c r=\"B2\" t=\"s\"><v>0</v></c>"
                        + "<c r=\"C2\"><f>3+4</f><v>7</v></c><c r=\"D2\"><v>0.30000000000000004</v></c></row>"
                        + "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>S2</v></c><c r=\"B3\" t=\"e\"><f>X!A2</f><v>#N/A</v></c>"
                        + "<c r=\"C3\"><f>3+4</f></c><c r=\"D3\"><v>1E999999999</v></c></row>"
                        + "<row r=\"4\"><c r=\"A4\" t=\"e\"><v>#REF!</v></c><c r=\"B4\" t=\"s\"><v>0</v></c></row>"));

        Collected read = Collected.of(file, SUPPLIERS);

        assertThat(read.rows).containsExactly("2|S1|shared|-|7|0.3|-|-");
        assertThat(read.rejections)
                .containsExactly(
                        "3 name '#N/A': the cell shows an error",
                        "3 lead_time_days '': the formula was saved without what it comes to: open the workbook in Excel"
                                + " and save it",
                        "3 minimum_order '1E999999999': not a number that Excel can hold",
                        "4 supplier_id '#REF!': the cell shows an error");
    }

    @Test
    void days_are_counted_from_1904_where_the_workbook_says_so() throws Exception {
        Map<String, String> parts = Sheets.parts(Sheets.texts(1, "location_id", "name", "kind", "opened_on")
                + Sheets.texts(2, "L1", "York", "store").replace("</row>", "<c r=\"D2\"><v>42087.75</v></c></row>"));
        parts.computeIfPresent(
                "xl/workbook.xml", (n, xml) -> xml.replace("<workbookPr/>", "<workbookPr date1904=\"1\"/>"));

        assertThat(Collected.of(Sheets.zip(file(), parts), LOCATIONS).rows)
                .containsExactly("2|L1|York|store|-|-|-|2019-03-25");
    }

    @Test
    void the_first_sheet_that_is_not_hidden_and_has_the_columns_is_read() throws Exception {
        try (OutputStream out = Files.newOutputStream(file());
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet notes = workbook.newWorksheet("Read me");
            notes.value(0, 0, "How to fill this in");
            Worksheet old = workbook.newWorksheet("2019");
            old.setVisibilityState(VisibilityState.HIDDEN);
            Worksheet current = workbook.newWorksheet("2026");
            for (Worksheet sheet : new Worksheet[] {old, current}) {
                Object[] header = row("location_id", "name", "kind");
                Object[] values = row(sheet.getName(), "York", "store");
                for (int c = 0; c < 3; c++) {
                    Sheets.set(sheet, 0, c, header[c]);
                    Sheets.set(sheet, 1, c, values[c]);
                }
            }
        }

        Collected read = Collected.of(file(), LOCATIONS);

        assertThat(read.reading.sheet()).isEqualTo("2026");
        assertThat(read.rows).containsExactly("2|2026|York|store|-|-|-|-");
    }

    @Test
    void a_sheet_that_claims_to_be_huge_and_has_one_row_far_down_is_read() throws Exception {
        Map<String, String> parts = Sheets.parts(
                Sheets.texts(1, "location_id", "name", "kind") + Sheets.texts(1_048_576, "L1", "York", "store"));
        parts.computeIfPresent(
                Sheets.SHEET, (n, xml) -> xml.replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>"));

        assertThat(Collected.of(Sheets.zip(file(), parts), LOCATIONS).rows)
                .containsExactly("1048576|L1|York|store|-|-|-|-");
    }

    @Test
    void a_column_that_is_there_by_its_own_name_goes_before_one_that_means_the_same() throws Exception {
        Collected read =
                suppliers(row("Supplier", "Supplier ID", "Name", "Lead time"), row("Baker Ltd", "S1", "Baker", 3));

        assertThat(read.rows).containsExactly("2|S1|Baker|-|3|-|-|-");
        assertThat(read.reading.ignored()).containsExactly("Supplier");
    }
}
