package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
}
