package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.clientdata.WorkbookKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClientDataCommandTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int catwing(String... arguments) {
        CommandLine commandLine = CatwingCommand.commandLine();
        commandLine.setOut(new PrintWriter(said, true));
        commandLine.setErr(new PrintWriter(said, true));
        said.getBuffer().setLength(0);
        return commandLine.execute(arguments);
    }

    private Path template(WorkbookKind kind) {
        return folder.resolve("t").resolve(kind.fileName());
    }

    private int writeTemplates() {
        return catwing(
                "client-data",
                "template",
                "CW-000200",
                "--to",
                folder.resolve("t").toString());
    }

    private static List<String> headers(Path file) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
            List<Row> rows = workbook.getFirstSheet().read();
            assertThat(rows).hasSize(1);
            return rows.get(0).stream().map(cell -> cell.getText()).toList();
        }
    }

    /** What the notes say, by the place of their cell: A1, B1. */
    private static Map<String, String> notes(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String xml = new String(
                    zip.getInputStream(zip.getEntry("xl/comments1.xml")).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> notes = new HashMap<>();
            for (String note : xml.split("<comment ref=\"")) {
                if (note.contains("<t>")) {
                    notes.put(
                            note.substring(0, note.indexOf('"')),
                            note.substring(note.indexOf("<t>") + 3, note.indexOf("</t>"))
                                    .replace("&#xa;", "\n")
                                    .replace("&apos;", "'"));
                }
            }
            return notes;
        }
    }

    @Test
    void templates_have_headers_and_say_in_notes_what_to_write() throws IOException {
        assertThat(writeTemplates()).isZero();

        assertThat(headers(template(WorkbookKind.SUPPLIERS)))
                .containsExactly(
                        "supplier_id",
                        "name",
                        "country",
                        "lead_time_days",
                        "minimum_order",
                        "order_weekdays",
                        "active");
        assertThat(headers(template(WorkbookKind.LOCATIONS)))
                .containsExactly("location_id", "name", "kind", "region", "latitude", "longitude", "opened_on");
        assertThat(headers(template(WorkbookKind.SUPPLY_NETWORK)))
                .containsExactly(
                        "location_id",
                        "source_kind",
                        "source_id",
                        "product_id",
                        "category",
                        "lead_time_days",
                        "priority");
        assertThat(notes(template(WorkbookKind.LOCATIONS)))
                .hasSize(7)
                .containsEntry("C1", "Needed in every row. store or warehouse.\nExample: store");
        assertThat(said.toString())
                .contains("catwing client-data check " + folder.resolve("t") + "/*.xlsx")
                .contains("catwing client-data upload CW-000200 " + folder.resolve("t") + "/*.xlsx");
    }

    /** The examples of the notes are what a person would write: filled in, they pass. */
    @Test
    void a_template_filled_in_with_its_own_examples_passes_the_check() throws IOException {
        writeTemplates();
        for (WorkbookKind kind : WorkbookKind.values()) {
            Path filled = Files.createDirectories(folder.resolve("filled")).resolve(kind.fileName());
            List<String> headers = headers(template(kind));
            Map<String, String> notes = notes(template(kind));
            try (OutputStream out = Files.newOutputStream(filled);
                    Workbook workbook = new Workbook(out, "test", null)) {
                Worksheet sheet = workbook.newWorksheet("filled in");
                for (int c = 0; c < headers.size(); c++) {
                    String note = notes.get((char) ('A' + c) + "1");
                    sheet.value(0, c, headers.get(c));
                    // A product and a category would contradict each other.
                    if (!headers.get(c).equals("category")) {
                        sheet.value(1, c, note.substring(note.indexOf("Example: ") + 9));
                    }
                }
            }

            assertThat(catwing("client-data", "check", filled.toString()))
                    .as(said.toString())
                    .isZero();
            assertThat(said.toString()).isEqualTo(filled + ", sheet 'filled in': 1 rows read, 0 rejected\n");
        }
    }

    @Test
    void an_empty_template_passes_too() {
        writeTemplates();

        List<String> arguments = new ArrayList<>(List.of("client-data", "check"));
        for (WorkbookKind kind : WorkbookKind.values()) {
            arguments.add(template(kind).toString());
        }

        assertThat(catwing(arguments.toArray(String[]::new))).isZero();
        assertThat(said.toString().lines().collect(Collectors.toList()))
                .hasSize(3)
                .allMatch(l -> l.endsWith(": 0 rows read, 0 rejected"));
    }

    @Test
    void nothing_is_uploaded_where_a_workbook_has_another_name_is_refused_or_has_bad_rows() throws IOException {
        Path named = folder.resolve("locations (1).xlsx");
        Files.writeString(named, "x");
        assertThat(catwing("client-data", "upload", "CW-000200", named.toString()))
                .isEqualTo(2);
        assertThat(said.toString())
                .startsWith("catwing: the name of " + named
                        + " does not say which of the workbooks it is\nHINT: rename it");

        Path broken = folder.resolve("locations.xlsx");
        Files.writeString(broken, "x");
        assertThat(catwing("client-data", "upload", "CW-000200", broken.toString()))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains("catwing: nothing was uploaded, for the reasons above\nHINT: correct the workbook\n");

        Path bad = folder.resolve("static_suppliers_list.xlsx");
        try (OutputStream out = Files.newOutputStream(bad);
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("S");
            String[][] rows = {{"Supplier ID", "Name", "Lead time"}, {"S1", "Baker", "soon"}};
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < rows[r].length; c++) {
                    sheet.value(r, c, rows[r][c]);
                }
            }
        }
        assertThat(catwing("client-data", "upload", "CW-000200", bad.toString()))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains("| not a number |")
                .contains("HINT: correct those rows, or upload the others alone: --accept-rejected\n");
    }

    @Test
    void templates_do_not_replace_what_is_there() {
        writeTemplates();

        assertThat(writeTemplates()).isEqualTo(2);
        assertThat(said.toString())
                .isEqualTo("catwing: " + template(WorkbookKind.SUPPLIERS)
                        + " is there already\nHINT: move it away, or give another folder with --to\n");
    }

    @Test
    void bad_rows_are_shown_in_a_table_and_a_refused_file_ends_in_two() throws IOException {
        Path file = folder.resolve("their list.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("S");
            String[][] rows = {
                {"Supplier ID", "Name", "Lead time", "Fax"}, {"S1", "Baker", "soon", "1"}, {"S2", "Rossi", "2", "1"}
            };
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < rows[r].length; c++) {
                    sheet.value(r, c, rows[r][c]);
                }
            }
        }

        assertThat(catwing("client-data", "check", "--as", "static_suppliers_list", file.toString()))
                .isEqualTo(1);
        assertThat(said.toString())
                .contains(file + ", sheet 'S': 1 rows read, 1 rejected\n  columns that are ignored: Fax\n")
                .containsPattern("\\| +2 \\| lead_time_days \\| soon +\\| not a number \\|");

        assertThat(catwing("client-data", "check", "--as", "locations", file.toString()))
                .isEqualTo(2);
        assertThat(said.toString())
                .isEqualTo(file
                        + " has no column location_id, kind: row 1 of sheet 'S' has 'Supplier ID', 'Name', 'Lead time',"
                        + " 'Fax'\nHINT: a workbook with the right headers is written by: catwing client-data template"
                        + " CLIENT\n");

        assertThat(catwing("client-data", "check", file.toString())).isEqualTo(2);
        assertThat(said.toString())
                .isEqualTo("catwing: the name of " + file
                        + " does not say which of the workbooks it is\nHINT: rename it, or"
                        + " say so: --as static_suppliers_list, locations or supply_network_config\n");
        assertThat(catwing(
                        "client-data", "check", folder.resolve("locations.xlsx").toString()))
                .isEqualTo(2);
        assertThat(said.toString()).startsWith("catwing: there is no file " + folder.resolve("locations.xlsx"));
    }
}
