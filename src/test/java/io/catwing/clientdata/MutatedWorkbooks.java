package io.catwing.clientdata;

import io.catwing.support.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/** Workbooks that were sound before their zip, a part's bytes, or the words of a part's XML were changed. */
public final class MutatedWorkbooks {
    /** Elements, attributes and values of spreadsheets, and what else a cell may come to hold. */
    private static final List<String> WORDS = List.of(
            "row",
            "c",
            "v",
            "f",
            "is",
            "t",
            "r",
            "s",
            "si",
            "rPh",
            "sheet",
            "sheetData",
            "workbookPr",
            "date1904",
            "state",
            "hidden",
            "numFmt",
            "cellXfs",
            "Target",
            "TargetMode",
            "External",
            "Relationship",
            "/xl/workbook.xml",
            "../../../etc/passwd",
            "http://127.0.0.1:1/x",
            "inlineStr",
            "str",
            "b",
            "e",
            "d",
            "n",
            "A1",
            "XFD1048576",
            "ZZZ9999999",
            "-1",
            "0",
            "1",
            "2",
            "1048576",
            "99999999999",
            "2147483647",
            "1E400",
            "1E999999999",
            "-0.0",
            "42087.75",
            "20190325",
            "2026-02-24T00:00:00",
            "31/02/2026",
            "Mon-Fri",
            "mon-zzz",
            "1,250",
            "true",
            "#REF!",
            "_x0000_",
            "Mon_x0000_Tue",
            "_xD800_",
            "_xFFFF_",
            "&#x10FFFF;",
            "&#0;",
            "&amp;",
            "&a;",
            "<!DOCTYPE a [<!ENTITY a \"b\">]>",
            "<![CDATA[x]]>",
            "<?pi x?>",
            "<!-- c -->",
            "${env:PATH}",
            "{{env:CATWING_DB_PASSWORD}}",
            "\u202e",
            "\u0001",
            "\"",
            "<",
            ">",
            "/>",
            "[$-409]yyyy",
            "[>5]0;\"a",
            "000\\",
            "location_id",
            "name",
            "kind",
            "store",
            "supplier_id",
            "lead_time_days",
            "x".repeat(300),
            "x".repeat(2000),
            "x".repeat(50_000),
            "é".repeat(1200));

    /** Of an attribute, or between tags. */
    private static final Pattern VALUE = Pattern.compile("(?<==\")[^\"]*(?=\")|(?<=>)[^<]+");

    private static final Pattern CELL = Pattern.compile("<c .*?</c>|<row[^>]*>|<(f|v|t|is)>|</(f|v|t|is)>");

    private MutatedWorkbooks() {}

    public static byte[] of(SplittableRandom random, WorkbookKind kind) {
        Map<String, String> parts = parts(kind, random);
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        parts.forEach((name, xml) -> entries.add(Map.entry(name, xml)));
        return switch (random.nextInt(8)) {
            case 0 -> Mutations.bytes(random, zip(entries, random));
            case 1 -> {
                Mutations.parts(
                        random,
                        entries,
                        entry -> random.nextBoolean()
                                ? Map.entry(
                                        Mutations.words(random, entry.getKey(), Mutations.TOKEN, WORDS),
                                        entry.getValue())
                                : Map.entry(
                                        entry.getKey(),
                                        Mutations.pick(random, entries).getValue()));
                yield zip(entries, random);
            }
            case 2 -> {
                int at = random.nextInt(entries.size());
                byte[] xml = entries.get(at).getValue().getBytes(StandardCharsets.UTF_8);
                entries.set(
                        at,
                        Map.entry(
                                entries.get(at).getKey(),
                                new String(Mutations.bytes(random, xml), StandardCharsets.ISO_8859_1)));
                yield zip(entries, random);
            }
            default -> {
                // The sheet more often than what leads there.
                int at = random.nextInt(3) == 0 ? random.nextInt(entries.size()) : entries.size() - 1;
                Pattern part = random.nextInt(4) == 0 ? Mutations.TOKEN : random.nextInt(3) == 0 ? CELL : VALUE;
                String xml = entries.get(at).getValue();
                entries.set(at, Map.entry(entries.get(at).getKey(), Mutations.words(random, xml, part, WORDS)));
                yield zip(entries, random);
            }
        };
    }

    /** The sheet is the last of them. */
    private static Map<String, String> parts(WorkbookKind kind, SplittableRandom random) {
        String[] header = kind.fields().stream().map(Field::name).toArray(String[]::new);
        StringBuilder rows = new StringBuilder(Sheets.texts(1, header));
        for (int row = 2; row < 5; row++) {
            rows.append("<row r=\"").append(row).append("\">");
            for (int column = 0; column < header.length; column++) {
                String place = " r=\"" + (char) ('A' + column) + row + "\"";
                rows.append(
                        switch (random.nextInt(4)) {
                            case 0 -> "<c" + place + " t=\"s\"><v>" + random.nextInt(2) + "</v></c>";
                            case 1 ->
                                "<c" + place + " s=\"" + random.nextInt(3) + "\"><f>A1</f><v>" + random.nextInt(400)
                                        + "</v></c>";
                            case 2 -> "<c" + place + " t=\"str\"><v>" + value(header[column]) + "</v></c>";
                            default ->
                                "<c" + place + " t=\"inlineStr\"><is><t>" + value(header[column]) + "</t></is></c>";
                        });
            }
            rows.append("</row>");
        }
        Map<String, String> parts = new LinkedHashMap<>(Sheets.parts(rows.toString()));
        String sheet = parts.remove(Sheets.SHEET);
        parts.put("xl/sharedStrings.xml", "<sst><si><t>L1</t></si><si><r><t>st</t></r><r><t>ore</t></r></si></sst>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000000\"/></numFmts><cellXfs>"
                        + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
        parts.put(Sheets.SHEET, sheet);
        return parts;
    }

    private static String value(String column) {
        return switch (column) {
            case "kind" -> "store";
            case "source_kind" -> "supplier";
            case "opened_on" -> "2019-03-25";
            case "order_weekdays" -> "Mon,Wed";
            case "active" -> "yes";
            default -> column.contains("id") || column.equals("name") ? "York" : "7";
        };
    }

    private static byte[] zip(List<Map.Entry<String, String>> parts, SplittableRandom random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(random.nextInt(3) == 0 ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
            for (Map.Entry<String, String> part : parts) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (ZipException twice) {
            // The writer does not write what a forger may: the bytes so far are a zip that was cut off.
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
