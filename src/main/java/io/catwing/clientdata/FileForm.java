package io.catwing.clientdata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Determines from a file's first bytes whether it can be an .xlsx at all, and otherwise what it is. */
final class FileForm {
    /** Larger than a list of a million rows. */
    static final long LARGEST = 32L << 20;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE2 = {
        (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };
    static final String SAVE_AS = "open it in Excel and save it as 'Excel Workbook (*.xlsx)'";

    private FileForm() {}

    static void checkSize(long bytes) throws Refusal {
        if (bytes == 0) {
            throw new Refusal("is empty", "upload it again");
        }
        if (bytes > LARGEST) {
            throw new Refusal(
                    String.format("has %,d bytes, more than the %,d that are read", bytes, LARGEST),
                    "remove images and sheets that are not needed");
        }
    }

    static void check(Path file) throws IOException, Refusal {
        checkSize(Files.size(file));
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(OLE2.length);
        }
        if (Arrays.equals(first, OLE2)) {
            // An encrypted workbook is an old-style container with a stream of this name in its directory.
            byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
            if (text(Files.readAllBytes(file)).contains(text(name))) {
                throw new Refusal(
                        "is protected by a password", "save it without one: File, Info, Protect Workbook, Encrypt");
            }
            throw new Refusal("is of the old format .xls, whatever its name says", SAVE_AS);
        }
        if (first.length < ZIP.length || !Arrays.equals(first, 0, ZIP.length, ZIP, 0, ZIP.length)) {
            throw new Refusal(
                    "is no Excel workbook: it begins with '" + text(first).replaceAll("[^\\x20-\\x7E]", "?") + "'",
                    SAVE_AS);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
