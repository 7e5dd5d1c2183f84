package io.catwing.ml;

import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Folders as trainers leave them. */
final class RunFolders {
    static final LocalDate DAY = MlFixture.RUN_DATE;

    private RunFolders() {}

    /** A whole run of two products. */
    static Path sound(Path folder) {
        try {
            Files.createDirectories(folder.resolve("models"));
            for (String model : List.of("classifier", "regressor", "warehouse_model")) {
                Files.writeString(folder.resolve("models/" + model + ".pkl"), "bytes of the " + model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        features(folder, List.of("A", "B"), DAY);
        table(
                folder,
                RunFile.TARGETS,
                ModelTables.TARGETS,
                new Object[] {"A", "L1", DAY, null, null, null},
                new Object[] {"B", "L1", DAY, null, null, null});
        predictions(
                folder, prediction("A", "L1", 1, 1.25), prediction("A", "L1", 2, 0.00005), prediction("B", "", 1, 0.0));
        config(folder, "");
        return folder;
    }

    static void features(Path folder, List<String> products, LocalDate day) {
        table(
                folder,
                RunFile.FEATURES,
                ModelTables.FEATURES,
                products.stream()
                        .map(product -> {
                            Object[] row = new Object[ModelTables.FEATURES.size()];
                            for (int i = 0; i < row.length; i++) {
                                row[i] = switch (ModelTables.FEATURES.get(i).type()) {
                                    case TEXT -> i == 0 ? product : "L1";
                                    case DATE -> day;
                                    case WHOLE -> 1L;
                                    case NUMBER -> 0.5;
                                };
                            }
                            return row;
                        })
                        .toArray(Object[][]::new));
    }

    static Object[] prediction(String product, String location, int ahead, Double quantity) {
        return new Object[] {product, location, DAY.plusDays(ahead), quantity, quantity == 0 ? null : 0.75};
    }

    static void predictions(Path folder, Object[]... rows) {
        table(folder, RunFile.PREDICTIONS, ModelTables.PREDICTIONS, rows);
    }

    static void table(Path folder, RunFile file, List<ParquetColumn> columns, Object[]... rows) {
        try (ParquetTableWriter out = new ParquetTableWriter(folder.resolve(file.path()), "test", columns)) {
            for (Object[] row : rows) {
                out.write(row);
            }
        }
    }

    /** @param more members, each with a comma before it */
    static void config(Path folder, String more) {
        write(
                folder.resolve("config.json"),
                "{\"client\": \"CW-000200\", \"run_date\": \"2026-02-24\","
                        + " \"trainer\": {\"name\": \"test\", \"version\": \"1\"}, \"horizon_days\": 7"
                        + more + "}");
    }

    static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
