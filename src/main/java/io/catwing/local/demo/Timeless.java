package io.catwing.local.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Takes the time of its making out of a workbook, so that the same content is the same bytes, and has the same ETag. */
final class Timeless {
    private static final LocalDateTime THEN = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Timeless() {}

    static byte[] zip(byte[] workbook) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile in = ZipFile.builder().setByteArray(workbook).get();
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipArchiveEntry entry : Collections.list(in.getEntriesInPhysicalOrder())) {
                ZipEntry same = new ZipEntry(entry.getName());
                same.setTimeLocal(THEN);
                out.putNextEntry(same);
                byte[] part = in.getInputStream(entry).readAllBytes();
                out.write(entry.getName().equals("docProps/core.xml") ? created(part) : part);
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
