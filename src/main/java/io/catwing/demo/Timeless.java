package io.catwing.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Takes the time of its making out of a workbook, so that the same content is the same bytes, and has the same ETag. */
final class Timeless {
    private static final LocalDateTime THEN = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Timeless() {}

    static byte[] zip(byte[] workbook) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                ZipEntry same = new ZipEntry(entry.getName());
                same.setTimeLocal(THEN);
                out.putNextEntry(same);
                out.write(entry.getName().equals("docProps/core.xml") ? created(in.readAllBytes()) : in.readAllBytes());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] created(byte[] properties) {
        return new String(properties, StandardCharsets.UTF_8)
                .replaceAll("(<dcterms:created[^>]*>)[^<]*", "$1" + THEN + ":00Z")
                .getBytes(StandardCharsets.UTF_8);
    }
}
