package io.catwing.clientdata;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Workbooks for tests: sound ones by a library, and the parts of odd ones by hand. */
final class Sheets {
    static final String TYPES = "[Content_Types].xml";
    static final String SHEET = "xl/worksheets/sheet1.xml";

    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private Sheets() {}

    /** One sheet, row after row from A1; values are texts, numbers, dates, truth values or null. */
    static Path write(Path file, Object[]... rows) {
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", null)) {
            Worksheet sheet = workbook.newWorksheet("Sheet1");
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < rows[r].length; c++) {
                    set(sheet, r, c, rows[r][c]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static void set(Worksheet sheet, int row, int column, Object value) {
        if (value instanceof Number number) {
            sheet.value(row, column, number);
        } else if (value instanceof LocalDate date) {
            sheet.value(row, column, date);
            sheet.style(row, column).format("yyyy-MM-dd").set();
        } else if (value instanceof Boolean truth) {
            sheet.value(row, column, truth);
        } else if (value != null) {
            sheet.value(row, column, value.toString());
        }
    }

    static Object[] row(Object... values) {
        return values;
    }

    /** The parts of a workbook whose one sheet has these rows, in XML; to be changed by the test. */
    static Map<String, String> parts(String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                TYPES,
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + OFFICE + "sheet.main+xml\"/>"
                        + "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" + OFFICE
                        + "sharedStrings+xml\"/></Types>");
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                        + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                        + "<workbookPr/><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        + "<Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" Type=\"worksheet\"/></Relationships>");
        parts.put("xl/sharedStrings.xml", "<sst><si><t>shared</t></si></sst>");
        parts.put(SHEET, "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
        return parts;
    }

    /** A row of texts, as XML. */
    static String texts(int row, String... values) {
        StringBuilder xml = new StringBuilder("<row r=\"" + row + "\">");
        for (int i = 0; i < values.length; i++) {
            xml.append("<c r=\"")
                    .append((char) ('A' + i))
                    .append(row)
                    .append("\" t=\"inlineStr\"><is><t>")
                    .append(values[i])
                    .append("</t></is></c>");
        }
        return xml.append("</row>").toString();
    }

    static Path zip(Path file, Map<String, String> parts) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** What a workbook came to: each row and each rejection as a line. */
    static final class Collected implements RowSink<RuntimeException> {
        final List<String> rows = new ArrayList<>();
        final List<String> rejections = new ArrayList<>();
        Reading reading;

        static Collected of(Path file, WorkbookKind kind) throws Refusal {
            Collected collected = new Collected();
            collected.reading = WorkbookReader.read(file, kind, collected);
            return collected;
        }

        @Override
        public void row(int number, Object[] values) {
            StringBuilder line = new StringBuilder().append(number);
            for (Object value : values) {
                line.append('|')
                        .append(value instanceof BigDecimal n ? n.toPlainString() : value == null ? "-" : value);
            }
            rows.add(line.toString());
        }

        @Override
        public void rejected(Rejection r) {
            rejections.add(r.row() + " " + r.column() + " '" + r.value() + "': " + r.reason());
        }
    }
}
