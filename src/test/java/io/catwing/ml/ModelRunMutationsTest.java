package io.catwing.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.ml.parquet.MutatedParquet;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableReader;
import io.catwing.support.Mutations;
import io.catwing.support.Mutations.Counters;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcatwing.mutations=10000} tries so many runs of a trainer, each with one file that is not as it should be. */
class ModelRunMutationsTest {
    private static final long SEED = 20261129;
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final List<RunFile> TABLES = List.of(RunFile.FEATURES, RunFile.TARGETS, RunFile.PREDICTIONS);

    private static final List<String> TEXTS = List.of(
            "A",
            "B",
            "L1",
            "",
            "\0",
            "a,\"b\n",
            "\u202e\u001b[2J",
            "x".repeat(251),
            "é".repeat(900),
            "x".repeat(4000),
            "x".repeat(9000));
    private static final List<Double> NUMBERS =
            List.of(0.0, -0.0, 1.5, -1.0, 1e12, 1e300, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY);
    private static final List<String> WORDS = List.of(
            "client",
            "CW-000151",
            "run_date",
            "2026-02-30",
            "-1",
            "1e400",
            "null",
            "{}",
            "[]",
            "\"x\"",
            "horizon_days",
            "negative_quantities",
            "files",
            "x".repeat(3000),
            "\u0000",
            "9".repeat(500));

    @TempDir
    private Path home;

    private Path run;

    @BeforeEach
    void write() {
        run = RunFolders.sound(home.resolve("run"));
    }

    @Test
    void whatever_a_trainer_leaves_it_is_a_whole_run_or_refused() throws IOException {
        List<byte[]> sound = new ArrayList<>();
        for (RunFile table : TABLES) {
            sound.add(Files.readAllBytes(run.resolve(table.path())));
        }
        byte[] other;
        try (InputStream in = getClass().getResourceAsStream("/ml/predictions-of-another-writer.parquet")) {
            other = in.readAllBytes();
        }
        byte[] config = Files.readAllBytes(run.resolve(RunFile.CONFIG.path()));
        Counters counters = Mutations.read("model run", SEED, Mutations.count(300), 256L << 20, random -> {
            int which = random.nextInt(TABLES.size());
            RunFile table = TABLES.get(which);
            Path file = run.resolve(random.nextInt(8) == 0 ? RunFile.CONFIG.path() : table.path());
            byte[] before = Files.readAllBytes(file);
            try {
                if (file.endsWith(RunFile.CONFIG.path())) {
                    Files.write(file, config(random, config));
                } else if (random.nextInt(4) == 0) {
                    rows(random, table);
                } else {
                    boolean others = table == RunFile.PREDICTIONS && random.nextBoolean();
                    Files.write(file, MutatedParquet.of(random, others ? other : sound.get(which)));
                }
                read();
            } finally {
                Files.write(file, before);
                try (Stream<Path> files = Files.list(run)) {
                    assertThat(files).hasSize(5);
                }
            }
        });

        assertThat(counters.taken()).isGreaterThan(Mutations.count(300) / 20);
        assertThat(counters.refused()).isGreaterThan(Mutations.count(300) / 3);
    }

    private static byte[] config(SplittableRandom random, byte[] config) {
        return random.nextBoolean()
                ? Mutations.bytes(random, config)
                : Mutations.words(random, new String(config, StandardCharsets.UTF_8), Mutations.TOKEN, WORDS)
                        .getBytes(StandardCharsets.UTF_8);
    }

    /** A table as a writer writes it, with values that nobody expects. */
    private void rows(SplittableRandom random, RunFile table) {
        List<ParquetColumn> columns = table == RunFile.FEATURES
                ? ModelTables.FEATURES
                : table == RunFile.TARGETS ? ModelTables.TARGETS : ModelTables.PREDICTIONS;
        Object[][] rows = new Object[random.nextInt(4)][columns.size()];
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                boolean odd = random.nextInt(5) == 0;
                row[i] = switch (columns.get(i).type()) {
                    case TEXT -> odd ? Mutations.pick(random, TEXTS) : "A" + random.nextInt(9);
                    case DATE ->
                        odd
                                ? LocalDate.ofEpochDay(random.nextInt())
                                : RunFolders.DAY.plusDays(table == RunFile.PREDICTIONS ? 1 : 0);
                    case WHOLE -> odd ? (Object) random.nextLong() : Long.valueOf(1);
                    case NUMBER -> odd ? Mutations.pick(random, NUMBERS) : Double.valueOf(0.5);
                };
            }
        }
        RunFolders.table(run, table, columns, rows);
    }

    /** As a run is registered: without the database, which takes the lines of the COPY. */
    private void read() throws IOException {
        RunFolder folder = RunFolder.whole(run);
        RunConfig config = RunConfig.read(folder.config(), CLIENT, RunFolders.DAY);
        CheckTables.check(folder, RunFolders.DAY);
        PredictionRows predictions = new PredictionRows(CLIENT, RunFolders.DAY, config);
        try (ParquetTableReader rows = new ParquetTableReader(
                folder.path(RunFile.PREDICTIONS), RunFile.PREDICTIONS.path(), ModelTables.PREDICTIONS)) {
            StringWriter line = new StringWriter();
            while (rows.next()) {
                predictions.write(rows, line);
                assertThat(line.toString())
                        .doesNotContain("\0", "NaN", "Infinity")
                        .hasSizeLessThan(5000);
                line.getBuffer().setLength(0);
            }
        }
    }
}
