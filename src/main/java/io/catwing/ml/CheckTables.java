package io.catwing.ml;

import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Reads a run's features and targets to the end: checks the columns, their order, and that no day is after the run date. */
final class CheckTables {
    private static final int PRODUCT = 0;
    private static final int LOCATION = 1;
    private static final int DAY = 2;

    /** Of an id, in a message. */
    private static final int SHOWN = 100;

    private CheckTables() {}

    static void check(RunFolder folder, LocalDate runDate) {
        check(folder, RunFile.FEATURES, ModelTables.FEATURES, runDate);
        check(folder, RunFile.TARGETS, ModelTables.TARGETS, runDate);
    }

    private static void check(RunFolder folder, RunFile file, List<ParquetColumn> columns, LocalDate runDate) {
        try (ParquetTableReader rows = new ParquetTableReader(folder.path(file), file.path(), columns)) {
            Key before = null;
            while (rows.next()) {
                Key key = new Key(rows.text(PRODUCT), rows.text(LOCATION), rows.date(DAY));
                if (before != null && before.compareTo(key) >= 0) {
                    throw new QuarantinedFailure(
                            file.path() + " has row " + rows.row() + " (" + key + ") not after the row above it",
                            "rows are unique and ascend by product_id, location_id and day; leave the file as the export "
                                    + "wrote it");
                }
                if (key.day().isAfter(runDate)) {
                    throw new QuarantinedFailure(
                            file.path() + " has the day " + key.day() + " in row " + rows.row()
                                    + ", after the run date " + runDate,
                            "export again with this run date");
                }
                before = key;
            }
            if (before == null) {
                throw new QuarantinedFailure(
                        file.path() + " has no row", "export again; there is nothing to learn from");
            }
        }
    }

    private record Key(String product, String location, LocalDate day) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byProduct = compare(product, other.product);
            int byLocation = byProduct != 0 ? byProduct : compare(location, other.location);
            return byLocation != 0 ? byLocation : day.compareTo(other.day);
        }

        /** As PostgreSQL's collation "C" orders them. */
        private static int compare(String one, String other) {
            return one.equals(other)
                    ? 0
                    : Arrays.compareUnsigned(
                            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return PrintableText.clean(product, SHOWN) + ", " + PrintableText.clean(location, SHOWN) + ", " + day;
        }
    }
}
