package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.ml.parquet.ParquetColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/reference/ml.md} is what people write trainers by: it has every column, its type and its order. */
class ModelTablesTest {
    private static final Map<RunFile, List<ParquetColumn>> TABLES = Map.of(
            RunFile.FEATURES, ModelTables.FEATURES,
            RunFile.TARGETS, ModelTables.TARGETS,
            RunFile.PREDICTIONS, ModelTables.PREDICTIONS);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| ([a-z, ]+) \\|");

    @ParameterizedTest
    @EnumSource(
            value = RunFile.class,
            names = {"FEATURES", "TARGETS", "PREDICTIONS"})
    void the_page_describes_every_column(RunFile file) throws IOException {
        String page = Files.readString(Path.of("docs/reference/ml.md"));
        String section = page.substring(page.indexOf("## " + file.path()));
        section = section.substring(0, section.indexOf("\n## "));

        assertThat(ROW.matcher(section).results().map(row -> row.group(1) + ": " + row.group(2)))
                .containsExactlyElementsOf(TABLES.get(file).stream()
                        .map(column -> column.name() + ": "
                                + column.type().name().toLowerCase(Locale.ROOT) + (column.required() ? "" : ", null"))
                        .toList());
    }
}
