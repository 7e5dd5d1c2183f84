package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.clientdata.Sheets.Collected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks as Excel, LibreOffice, Google Sheets and the exporters of ERPs write them. */
class MakersWorkbooksTest {
    private static final String HEADER = Sheets.texts(1, "location_id", "name", "kind", "region", "opened_on");
    private static final String PURL = "http://purl.oclc.org/ooxml/";

    @TempDir
    Path folder;

    private Collected read(Map<String, String> parts) throws IOException, Refusal {
        return Collected.of(Sheets.zip(folder.resolve("x.xlsx"), parts), WorkbookKind.LOCATIONS);
    }

    private Collected read(String rows) throws IOException, Refusal {
        return read(Sheets.parts(HEADER + rows));
    }

    private static String row(String... cells) {
        return "<row r=\"2\">" + String.join("", cells) + "</row>";
    }

    private static String text(String column, String value) {
        return "<c r=\"" + column + "2\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
    }

    private static final String NAME = text("B", "York");
    private static final String STORE = text("C", "store");

    static Stream<String> empties() {
        return Stream.of(
                "<c r=\"D2\" t=\"str\"><f>IF(1=2,\"x\",\"\")</f><v></v></c>",
                "<c r=\"D2\" t=\"str\"><f>IF(1=2,\"x\",\"\")</f><v/></c>",
                "<c r=\"D2\" t=\"str\"><f>\" \"</f><v xml:space=\"preserve\"> </v></c>",
                "<c r=\"D2\" t=\"s\"><v></v></c>",
                "<c r=\"D2\" t=\"s\"/>",
                "<c r=\"D2\" s=\"\"/>",
                "<c r=\"D2\"><v/></c>",
                "<c r=\"D2\" t=\"inlineStr\"><is><t/></is></c>",
                "<c r=\"D2\" t=\"inlineStr\"><f>A1</f><is><t></t></is></c>");
    }

    @ParameterizedTest
    @MethodSource("empties")
    void a_formula_that_came_to_nothing_is_an_empty_cell(String cell) throws Exception {
        Collected read = read(row(text("A", "L1"), NAME, STORE, cell));

        assertThat(read.rejections).isEmpty();
        assertThat(read.rows).containsExactly("2|L1|York|store|-|-|-|-");
    }

    /** Rows of formulas that are filled down beyond the data. */
    @Test
    void a_row_of_formulas_that_came_to_nothing_is_none() throws Exception {
        Collected read = read(row(
                "<c r=\"A2\" t=\"str\"><f>IF(G2=\"\",\"\",G2)</f><v></v></c>",
                "<c r=\"B2\" t=\"str\"><f>IF(G2=\"\",\"\",G2)</f><v/></c>"));

        assertThat(read.rejections).isEmpty();
        assertThat(read.reading.rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c r=\"D2\"><f>SUM(1,1)</f><v></v></c>",
                "<c r=\"D2\"><f>A9</f></c>",
                "<c r=\"D2\" t=\"str\"><f>A9</f></c>"
            })
    void a_formula_that_was_never_computed_is_rejected(String cell) throws Exception {
        assertThat(read(row(text("A", "L1"), NAME, STORE, cell)).rejections)
                .containsExactly(
                        "2 region '': the formula was saved without what it comes to: open the workbook in Excel"
                                + " and save it");
    }

    @Test
    void strict_open_xml_is_read_with_its_written_dates() throws Exception {
        Map<String, String> parts = Sheets.parts(HEADER
                + row(text("A", "L1"), NAME, STORE, "<c r=\"E2\" s=\"0\" t=\"d\"><v>2019-03-25T00:00:00</v></c>"));
        parts.replaceAll((name, xml) -> xml.replace(
                        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", PURL + "spreadsheetml/main")
                .replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                        PURL + "officeDocument/relationships")
                .replace("Type=\"worksheet\"", "Type=\"" + PURL + "officeDocument/relationships/worksheet\""));

        assertThat(read(parts).rows).containsExactly("2|L1|York|store|-|-|-|2019-03-25");
    }

    @Test
    void a_written_date_where_an_id_belongs_is_rejected() throws Exception {
        assertThat(read(row("<c r=\"A2\" t=\"d\"><v>2026-03-12T00:00:00</v></c>", NAME, STORE)).rejections)
                .containsExactly(
                        "2 location_id '2026-03-12T00:00:00': Excel has made a date of it: format the column as"
                                + " text and enter it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "L1_x000D_|L1",
                "L_x0041_|LA",
                "L_x005F_x0041_|L_x0041_",
                "L_x005f_x000D_|L_x000D_",
                "_x004C__x0031_|L1",
                "L_x41_|L_x41_",
                "L_x0020_1|L 1"
            })
    void escapes_of_what_xml_cannot_hold_are_decoded_once(String written, String id) throws Exception {
        assertThat(read(row(text("A", written), NAME, STORE)).rows).containsExactly("2|" + id + "|York|store|-|-|-|-");
    }

    @Test
    void line_ends_within_a_text_are_line_feeds() throws Exception {
        assertThat(read(row(text("A", "L1"), text("B", "Baker_x000D_\nSons_x000D_Ltd"), STORE)).rows)
                .containsExactly("2|L1|Baker\nSons\nLtd|store|-|-|-|-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_x0000_b", "a_xFFFF_b", "a_xD800_b", "_xDC00__xD800_"})
    void a_character_that_is_none_rejects_its_row_alone(String name) throws Exception {
        Collected read = read(row(text("A", "L1"), text("B", name), STORE) + Sheets.texts(3, "L2", "Hull", "store"));

        assertThat(read.rows).containsExactly("3|L2|Hull|store|-|-|-|-");
        assertThat(read.rejections).singleElement().asString().endsWith("': holds a character that is none");
    }

    @Test
    void rows_and_cells_with_and_without_their_places_are_mixed() throws Exception {
        String bare = "<c t=\"inlineStr\"><is><t>%s</t></is></c>";
        Collected read = read("<row r=\"5\">" + bare.formatted("L1") + bare.formatted("York") + bare.formatted("store")
                + "</row><row>" + bare.formatted("L2") + bare.formatted("Hull") + bare.formatted("store")
                + "</row><row r=\"\"><c r=\"A7\" t=\"inlineStr\"><is><t>L3</t></is></c>" + bare.formatted("Leeds")
                + bare.formatted("store") + "</row><row r=\"20\"><c r=\"C20\" t=\"inlineStr\"><is><t>store</t></is></c>"
                + "<c r=\"A20\" t=\"inlineStr\"><is><t>L4</t></is></c>" + bare.formatted("Bath") + "</row>");

        assertThat(read.rows)
                .containsExactly(
                        "5|L1|York|store|-|-|-|-",
                        "6|L2|Hull|store|-|-|-|-",
                        "7|L3|Leeds|store|-|-|-|-",
                        "20|L4|Bath|store|-|-|-|-");
    }

    @Test
    void folders_of_the_zip_may_be_separated_by_backslashes() throws Exception {
        Map<String, String> parts = new LinkedHashMap<>();
        Sheets.parts(HEADER + Sheets.texts(2, "L1", "York", "store"))
                .forEach((name, xml) -> parts.put(name.replace('/', '\\'), xml.replace("worksheets/", "worksheets\\")));

        assertThat(read(parts).rows).hasSize(1);
    }

    static Stream<Map<String, String>> packages() {
        Map<String, String> absolute = sound();
        absolute.computeIfPresent(
                "xl/_rels/workbook.xml.rels", (name, xml) -> xml.replace("\"worksheets", "\"/xl/worksheets"));
        Map<String, String> upwards = sound();
        upwards.computeIfPresent(
                "xl/_rels/workbook.xml.rels", (name, xml) -> xml.replace("\"worksheets", "\"../xl/./worksheets"));
        Map<String, String> prefixed = sound();
        prefixed.computeIfPresent(Sheets.SHEET, (name, xml) -> xml.replaceAll("<(/?)([a-z])", "<$1x:$2")
                .replace(
                        "<x:worksheet",
                        "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""));
        Map<String, String> marked = sound();
        marked.replaceAll((name, xml) -> "\ufeff" + xml);
        Map<String, String> byRelation = sound();
        byRelation.put(Sheets.TYPES, "<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
        byRelation.put(
                "_rels/.rels",
                "<Relationships><Relationship Id=\"a\" Type=\"http://x/relationships/officeDocument\" Target=\"/book/wb.xml\"/>"
                        + "</Relationships>");
        byRelation.put("book/wb.xml", byRelation.remove("xl/workbook.xml"));
        byRelation.put("book/_rels/wb.xml.rels", byRelation.remove("xl/_rels/workbook.xml.rels"));
        byRelation.put("book/worksheets/sheet1.xml", byRelation.remove(Sheets.SHEET));
        Map<String, String> chart = sound();
        chart.computeIfPresent(
                "xl/workbook.xml",
                (name, xml) -> xml.replace("<sheets>", "<sheets><sheet name=\"Chart\" sheetId=\"9\" r:id=\"rId9\"/>"));
        chart.computeIfPresent(
                "xl/_rels/workbook.xml.rels",
                (name, xml) -> xml.replace(
                        "</Rel",
                        "<Relationship Id=\"rId9\" Type=\"http://x/relationships/chartsheet\" Target=\"chartsheets/c.xml\"/></Rel"));
        Map<String, String> extended = sound();
        extended.computeIfPresent(
                Sheets.SHEET,
                (name, xml) -> xml.replace(
                        "</worksheet>",
                        "<mergeCells><mergeCell ref=\"A9:B9\"/></mergeCells><extLst><ext xmlns:x14=\"urn:x\" uri=\"{1}\">"
                                + "<x14:conditionalFormattings><x14:cfRule><x14:f>A1</x14:f></x14:cfRule></x14:conditionalFormattings>"
                                + "</ext></extLst></worksheet>"));
        return Stream.of(absolute, upwards, prefixed, marked, byRelation, chart, extended);
    }

    private static Map<String, String> sound() {
        return Sheets.parts(HEADER + Sheets.texts(2, "L1", "York", "store"));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void parts_are_found_and_read_as_their_writer_has_put_them(Map<String, String> parts) throws Exception {
        assertThat(read(parts).rows).containsExactly("2|L1|York|store|-|-|-|-");
    }

    @Test
    void rich_text_is_its_runs_without_how_it_is_pronounced() throws Exception {
        Map<String, String> parts = Sheets.parts(
                HEADER
                        + row(
                                "<c r=\"A2\" t=\"s\"><v>0</v></c>",
                                "<c r=\"B2\" t=\"s\"><v>1</v></c>",
                                STORE,
                                "<c r=\"D2\" t=\"inlineStr\"><is><r><t>No</t></r><r><t>rth</t></r><rPh sb=\"0\"><t>x</t></rPh></is></c>"));
        parts.put(
                "xl/sharedStrings.xml",
                "<sst><si><r><rPr><b/></rPr><t>L</t></r><r><t>1</t></r></si><si><t>\u6771\u4eac</t><rPh sb=\"0\" eb=\"2\">"
                        + "<t>\u30c8\u30a6\u30ad\u30e7\u30a6</t></rPh><phoneticPr fontId=\"1\"/></si></sst>");

        assertThat(read(parts).rows).containsExactly("2|L1|\u6771\u4eac|store|North|-|-|-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "000000|123|000123",
                "0|123|123",
                "#|123|123",
                "General|123|123",
                "@|123|123",
                "\"SUP-\"0000|42|SUP-0042",
                "\"L\"General|42|L42",
                "[Red]\"L\"0|7|L7",
                "[$-409]000|7|007",
                "000\\-000|123456|123-456",
                "000-000|1234567|1234-567",
                "00\".\"00|123|01.23",
                "_(000_)|5|005",
                "000;\"minus \"000|-5|minus 005",
                "000|-5|-005"
            })
    void an_id_is_what_its_number_format_shows(String code, String number, String id) throws Exception {
        Map<String, String> parts = styled(code, "<c r=\"A2\" s=\"1\"><v>" + number + "</v></c>");

        assertThat(read(parts).rows).containsExactly("2|" + id + "|York|store|-|-|-|-");
    }

    @Test
    void a_text_is_shown_with_what_its_format_puts_around_it() throws Exception {
        assertThat(read(styled("\"L-\"@", "<c r=\"A2\" s=\"1\" t=\"inlineStr\"><is><t>7</t></is></c>")).rows)
                .containsExactly("2|L-7|York|store|-|-|-|-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#,##0", "0.00", "0%", "0.00E+00", "[&gt;9]0;00", "# ?/?", "0,", "\"all the same\"", "[DBNum1]0"
            })
    void an_id_whose_format_shows_other_than_its_digits_is_rejected(String code) throws Exception {
        assertThat(read(styled(code, "<c r=\"A2\" s=\"1\"><v>12345</v></c>")).rejections)
                .containsExactly("2 location_id '12345': its number format (" + code.replace("&gt;", ">")
                        + ") shows other than its digits: format the column as text and enter it again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d-mmm",
                "yyyy\\-mm\\-dd",
                "[$-407]d. mmmm yyyy",
                "[h]:mm",
                "h:mm AM/PM",
                "m/d/yy;@",
                "yyyy\u5e74m\u6708d\u65e5"
            })
    void an_id_or_a_name_that_became_a_date_is_rejected(String code) throws Exception {
        String date = "<c r=\"%s2\" s=\"1\"><v>46093</v></c>";

        assertThat(read(styled(code, date.formatted("A"))).rejections)
                .containsExactly(
                        "2 location_id '46093': Excel has made a date of it: format the column as text and enter"
                                + " it again");
        assertThat(read(styled(code, text("A", "L1") + date.formatted("D"))).rejections)
                .containsExactly(
                        "2 region '46093': Excel has made a date of it: format the column as text and enter it again");
        assertThat(read(styled(code, text("A", "L1") + date.formatted("E"))).rows)
                .containsExactly("2|L1|York|store|-|-|-|2026-03-12");
    }

    @Test
    void formats_of_conditional_formatting_are_no_formats_of_cells() throws Exception {
        Map<String, String> parts = styled("0", "<c r=\"A2\" s=\"1\"><v>5</v></c>");
        parts.computeIfPresent(
                "xl/styles.xml",
                (name, xml) -> xml.replace(
                        "</styleSheet>",
                        "<dxfs><dxf><numFmt numFmtId=\"170\" formatCode=\"d-mmm\"/></dxf></dxfs></styleSheet>"));

        assertThat(read(parts).rows).containsExactly("2|5|York|store|-|-|-|-");
    }

    private static Map<String, String> styled(String code, String cells) {
        String rest = cells.contains("r=\"E2\"") || cells.contains("r=\"D2\"")
                ? cells.replaceFirst("(<c r=\"[DE]2\")", NAME.replace("$", "\\$") + STORE + "$1")
                : cells + NAME + STORE;
        Map<String, String> parts = Sheets.parts(HEADER + row(rest));
        parts.put(
                "xl/styles.xml",
                "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\""
                        + code.replace("\"", "&quot;")
                        + "\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
                        + "<xf numFmtId=\"170\"/></cellXfs></styleSheet>");
        return parts;
    }
}
