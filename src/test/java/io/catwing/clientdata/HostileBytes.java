package io.catwing.clientdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What no program that writes workbooks would put into a file. */
final class HostileBytes {
    private HostileBytes() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The container of old Office formats, as far as anyone looks: its signature, and a stream's name in its directory. */
    static byte[] ole(String stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1});
        bytes.writeBytes(new byte[1016]);
        bytes.writeBytes(stream.getBytes(StandardCharsets.UTF_16LE));
        bytes.writeBytes(new byte[512]);
        return bytes.toByteArray();
    }

    /** Text that does not deflate to nothing, so that it is its length that is refused. */
    static String distinct(int length) {
        StringBuilder text = new StringBuilder(length);
        long state = 1;
        while (text.length() < length) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            text.append(Long.toString(state >>> 1, 36));
        }
        return text.substring(0, length);
    }

    /** Twenty megabytes of blanks that deflate to some kilobytes. */
    static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> parts = Sheets.parts("");
        String sheet = parts.remove(Sheets.SHEET);
        byte[] blank = text(" ".repeat(1 << 10) + "<x/>");
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                put(zip, part.getKey(), part.getValue());
            }
            zip.putNextEntry(new ZipEntry(Sheets.SHEET));
            zip.write(text(sheet.substring(0, sheet.indexOf("</sheetData>"))));
            for (int i = 0; i < 20 << 10; i++) {
                zip.write(blank);
            }
            zip.write(text("</sheetData></worksheet>"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A sound workbook whose parts are not deflated. */
    static byte[] undeflated() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, String> part :
                    Sheets.parts(BadWorkbooks.HEADER + BadWorkbooks.ROW).entrySet()) {
                put(zip, part.getKey(), part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    static byte[] doubled() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part :
                    Sheets.parts(BadWorkbooks.HEADER + BadWorkbooks.ROW).entrySet()) {
                put(zip, part.getKey(), part.getValue());
            }
            put(zip, Sheets.SHEET.replace("xl", "XL"), "<worksheet/>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text(content));
    }
}
