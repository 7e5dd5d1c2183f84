package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwing.failure.ParkedFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class BadWorkbooksTest {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> each_bad_workbook_gives_one_clear_error() throws IOException {
        return BadWorkbooks.all(folder).entrySet().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.getKey(), () -> assertThat(catchThrowable(
                                () -> WorkbookCheck.check(bad.getValue().file(), WorkbookKind.LOCATIONS)))
                        .hasMessage(bad.getValue().message(bad.getValue().file().toString()))));
    }

    @Test
    void there_are_more_than_twelve_kinds() throws IOException {
        Map<String, BadWorkbooks.Bad> all = BadWorkbooks.all(folder);

        assertThat(all).hasSizeGreaterThan(12).containsKeys("a zip bomb", "password-protected");
        assertThat(all.values().stream().map(BadWorkbooks.Bad::fact)).doesNotContain("");
    }

    /** Whatever is done to a workbook's bytes, it is read or refused, and no other exception comes of it. */
    @Test
    void a_workbook_with_broken_bytes_is_read_or_refused() throws IOException {
        Map<String, String> sound = Sheets.parts(Sheets.texts(1, "location_id", "name", "kind")
                + Sheets.texts(2, "L1", "York", "store")
                + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\"><f>1+1</f><v>2</v></c></row>");
        byte[] zip = Files.readAllBytes(Sheets.zip(folder.resolve("sound"), sound));
        Path file = folder.resolve("broken");
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            if (i % 2 == 0) {
                Files.write(file, broken(zip, random));
            } else {
                Map<String, String> parts = new LinkedHashMap<>(sound);
                String part = List.copyOf(parts.keySet()).get(random.nextInt(parts.size()));
                byte[] bytes = broken(parts.get(part).getBytes(StandardCharsets.ISO_8859_1), random);
                parts.put(part, new String(bytes, StandardCharsets.ISO_8859_1));
                Sheets.zip(file, parts);
            }
            Throwable thrown = catchThrowable(() -> WorkbookCheck.check(file, WorkbookKind.LOCATIONS));
            refused += thrown == null ? 0 : 1;
            if (thrown != null) {
                assertThat(thrown).as("broken %d", i).isInstanceOf(ParkedFailure.class);
            }
        }
        assertThat(refused).isBetween(300, 590);
    }

    private static byte[] broken(byte[] sound, SplittableRandom random) {
        byte[] broken = sound.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        return broken;
    }
}
