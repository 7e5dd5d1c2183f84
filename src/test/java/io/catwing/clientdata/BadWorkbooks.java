package io.catwing.clientdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that are called locations.xlsx and should not be, each with the one error that is told of it. */
final class BadWorkbooks {
    static final String HEADER = Sheets.texts(1, "location_id", "name", "kind");
    static final String ROW = Sheets.texts(2, "L1", "York", "store");
    private static final String DAMAGED = "open it in Excel, save it again, and upload that";
    private static final String SAVE_AS = "open it in Excel and save it as 'Excel Workbook (*.xlsx)'";

    private BadWorkbooks() {}

    /** @param fact and hint how the error goes on after the file's name */
    record Bad(Path file, String fact, String hint) {
        String message(String name) {
            return name + " " + fact + "\nHINT: " + hint;
        }
    }

    static Map<String, Bad> all(Path folder) throws IOException {
        Map<String, Bad> all = new LinkedHashMap<>();
        all.put("empty", bytes(folder, new byte[0], "is empty", "upload it again"));
        all.put(
                "a text file",
                bytes(
                        folder,
                        HostileBytes.text("location_id;name"),
                        "is no Excel workbook: it begins with 'location'",
                        SAVE_AS));
        all.put(
                "password-protected",
                bytes(
                        folder,
                        HostileBytes.ole("EncryptedPackage"),
                        "is protected by a password",
                        "save it without one: File, Info, Protect Workbook, Encrypt"));
        all.put(
                "an .xls that was renamed",
                bytes(
                        folder,
                        HostileBytes.ole("Workbook"),
                        "is of the old format .xls, whatever its name says",
                        SAVE_AS));
        byte[] whole = Files.readAllBytes(Sheets.zip(folder.resolve("whole"), Sheets.parts(HEADER + ROW)));
        all.put(
                "cut off",
                bytes(
                        folder,
                        Arrays.copyOf(whole, whole.length / 2),
                        "is cut off or damaged: its zip directory cannot be read",
                        "upload it again; if that does not help, open it in Excel and save it again"));
        all.put(
                "a zip of something else",
                parts(
                        folder,
                        Map.of("letter.txt", "Dear Ann"),
                        "is a zip, but no Excel workbook: it has no [Content_Types].xml",
                        "upload the workbook itself"));
        all.put(
                "without workbook.xml",
                changed(
                        folder,
                        "xl/workbook.xml",
                        null,
                        "is a zip, but no whole Excel workbook: it has no xl/workbook.xml",
                        SAVE_AS));
        all.put(
                "without its sheet",
                changed(
                        folder,
                        Sheets.SHEET,
                        null,
                        "is a zip, but no whole Excel workbook: it has no xl/worksheets/sheet1.xml",
                        SAVE_AS));
        all.put("binary", changed(folder, "xl/workbook.bin", "", "is a binary workbook (.xlsb)", SAVE_AS));
        all.put(
                "a zip bomb",
                bytes(
                        folder,
                        HostileBytes.bomb(),
                        "inflates to more than 16,777,216 bytes and is taken for a zip bomb",
                        "if it is none, copy its rows into a new workbook without their formats"));
        all.put(
                "an XML bomb",
                changed(
                        folder,
                        Sheets.SHEET,
                        "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>",
                        "is damaged: xl/worksheets/sheet1.xml declares a document type or entities, which no workbook needs",
                        DAMAGED));
        all.put(
                "an external entity",
                changed(
                        folder,
                        "xl/sharedStrings.xml",
                        "<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><sst/>",
                        "is damaged: xl/sharedStrings.xml declares a document type or entities, which no workbook needs",
                        DAMAGED));
        all.put(
                "not well-formed",
                sheet(
                        folder,
                        HEADER + "<row r=\"2\"><c></row>",
                        "is damaged: xl/worksheets/sheet1.xml is not well-formed XML at line 1, column 211"));
        all.put(
                "a cell of ten megabytes",
                sheet(
                        folder,
                        HEADER + Sheets.texts(2, "L1", HostileBytes.distinct(10 << 20), "store"),
                        "is damaged: it has a text or a tag of more than 1,048,576 bytes"));
        all.put(
                "a cell that is longer than Excel allows",
                sheet(
                        folder,
                        HEADER + Sheets.texts(2, "L1", "x".repeat(50_000), "store"),
                        "is damaged: xl/worksheets/sheet1.xml row 2 has a cell of more than 40,959 characters, more than Excel takes"));
        all.put(
                "a column that cannot be",
                sheet(
                        folder,
                        HEADER + "<row r=\"2\"><c r=\"ZZZZZZ2\"><v>1</v></c></row>",
                        "is damaged: xl/worksheets/sheet1.xml has a cell at 'ZZZZZZ2'"));
        all.put(
                "a row that cannot be",
                sheet(
                        folder,
                        HEADER + Sheets.texts(1_048_577, "L1", "York", "store"),
                        "is damaged: xl/worksheets/sheet1.xml has a row 1048577 after row 1"));
        all.put(
                "rows out of order",
                sheet(folder, HEADER + ROW + ROW, "is damaged: xl/worksheets/sheet1.xml has a row 2 after row 2"));
        all.put(
                "a text that is not in the table",
                sheet(
                        folder,
                        HEADER + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>200000000</v></c></row>",
                        "is damaged: xl/worksheets/sheet1.xml asks for text 200000000 of 1"));
        all.put(
                "enormous shared strings",
                changed(
                        folder,
                        "xl/sharedStrings.xml",
                        "<sst>" + ("<si><t>" + HostileBytes.distinct(30_000) + "</t></si>").repeat(1_200) + "</sst>",
                        "is damaged: xl/sharedStrings.xml has texts of more than 33,554,432 characters together",
                        DAMAGED));
        all.put(
                "no sheet that is seen",
                replaced(
                        folder,
                        "xl/workbook.xml",
                        "<sheet name",
                        "<sheet state=\"hidden\" name",
                        "has no sheet that is not hidden",
                        "unhide the sheet, or write one"));
        all.put(
                "no header",
                sheetWithHint(
                        folder,
                        ROW,
                        "has no row of headers in the sheets 'Sheet1': expected location_id, name, kind",
                        "a workbook with the right headers is written by: catwing client-data template CLIENT"));
        all.put(
                "without a needed column",
                sheetWithHint(
                        folder,
                        Sheets.texts(3, "Location", "Type", "Town"),
                        "has no column name: row 3 of sheet 'Sheet1' has 'Location', 'Type', 'Town'",
                        "a workbook with the right headers is written by: catwing client-data template CLIENT"));
        all.put(
                "a column twice",
                sheetWithHint(
                        folder,
                        Sheets.texts(1, "Location ID", "Name", "Type", "Lat", "lat."),
                        "has the column latitude twice in row 1 of sheet 'Sheet1': 'Lat' and 'lat.'",
                        "rename or remove one of them"));
        all.put(
                "the same part twice",
                bytes(
                        folder,
                        HostileBytes.doubled(),
                        "is damaged: its zip holds XL/worksheets/sheet1.xml twice",
                        DAMAGED));
        byte[] otherText = HostileBytes.undeflated();
        System.arraycopy(HostileBytes.text("Yarg"), 0, otherText, HostileBytes.indexOf(otherText, "York"), 4);
        all.put(
                "a wrong checksum",
                bytes(
                        folder,
                        otherText,
                        "is damaged: xl/worksheets/sheet1.xml does not have the checksum that its zip says",
                        DAMAGED));
        all.put(
                "two cells in one place",
                sheet(
                        folder,
                        HEADER + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>",
                        "is damaged: xl/worksheets/sheet1.xml has two cells in column 1 of row 2"));
        all.put(
                "a row of ten million characters",
                changed(
                        folder,
                        Sheets.SHEET,
                        Sheets.parts(HEADER + "<row r=\"2\">"
                                        + ("<c t=\"inlineStr\"><is><t>" + HostileBytes.distinct(30_000)
                                                        + "</t></is></c>")
                                                .repeat(300)
                                        + "</row>")
                                .get(Sheets.SHEET),
                        "is damaged: xl/worksheets/sheet1.xml row 2 has more than 4,194,304 characters",
                        DAMAGED));
        all.put(
                "an OpenDocument spreadsheet",
                parts(
                        folder,
                        Map.of("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"),
                        "is an OpenDocument spreadsheet (.ods)",
                        SAVE_AS));
        return all;
    }

    private static Bad bytes(Path folder, byte[] content, String fact, String hint) throws IOException {
        return new Bad(Files.write(Files.createTempFile(folder, "bad", ".xlsx"), content), fact, hint);
    }

    private static Bad parts(Path folder, Map<String, String> parts, String fact, String hint) throws IOException {
        return new Bad(Sheets.zip(Files.createTempFile(folder, "bad", ".xlsx"), parts), fact, hint);
    }

    private static Bad changed(Path folder, String part, String content, String fact, String hint) throws IOException {
        Map<String, String> parts = Sheets.parts(HEADER + ROW);
        if (content == null) {
            parts.remove(part);
        } else {
            parts.put(part, content);
        }
        return parts(folder, parts, fact, hint);
    }

    private static Bad replaced(Path folder, String part, String from, String to, String fact, String hint)
            throws IOException {
        return changed(folder, part, Sheets.parts(HEADER).get(part).replace(from, to), fact, hint);
    }

    private static Bad sheet(Path folder, String rows, String fact) throws IOException {
        return sheetWithHint(folder, rows, fact, DAMAGED);
    }

    private static Bad sheetWithHint(Path folder, String rows, String fact, String hint) throws IOException {
        return parts(folder, Sheets.parts(rows), fact, hint);
    }
}
