package io.catwing.ml;

import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads a run's features and targets to the end: checks the columns, their order, that no day is after the run date, and that
 * both have the same rows.
 */
final class CheckTables {
    private static final int PRODUCT = 0;
    private static final int LOCATION = 1;
    private static final int DAY = 2;

    /** Of an id, in a message. */
    private static final int SHOWN = 100;

    private CheckTables() {}

    static void check(RunFolder folder, LocalDate runDate) {
        try (Rows features = new Rows(folder, RunFile.FEATURES, ModelTables.FEATURES, runDate)) {
            while (features.next() != null) {
                continue;
            }
        }
        // Of the features only the keys, this time: a row group of each file with all its columns may not fit into
        // memory.
        try (Rows features = new Rows(folder, RunFile.FEATURES, ModelTables.FEATURES.subList(0, DAY + 1), runDate);
                Rows targets = new Rows(folder, RunFile.TARGETS, ModelTables.TARGETS, runDate)) {
            Key feature;
            do {
                feature = features.next();
                Key target = targets.next();
                if (!Objects.equals(feature, target)) {
                    throw new QuarantinedFailure(
                            difference(feature, target, targets.row(), features.row()),
                            "they are of two exports; train on what one export wrote, and leave both files as they are");
                }
            } while (feature != null);
        }
    }

    private static String difference(Key feature, Key target, long targetRow, long featureRow) {
        String features = RunFile.FEATURES.path();
        String targets = RunFile.TARGETS.path();
        if (target == null) {
            return targets + " ends before row " + featureRow + " of " + features + " (" + feature + ")";
        }
        if (feature == null) {
            return features + " ends before row " + targetRow + " of " + targets + " (" + target + ")";
        }
        return targets + " has row " + targetRow + " (" + target + ") where " + features + " has (" + feature + ")";
    }

    /** The keys of a file, each of which is checked. */
    private static final class Rows implements AutoCloseable {
        private final String name;
        private final LocalDate runDate;
        private final ParquetTableReader rows;
        private Key before;

        Rows(RunFolder folder, RunFile file, List<ParquetColumn> columns, LocalDate runDate) {
            name = file.path();
            this.runDate = runDate;
            rows = new ParquetTableReader(folder.path(file), name, columns);
        }

        /** Null at the end. */
        Key next() {
            if (!rows.next()) {
                if (before == null) {
                    throw new QuarantinedFailure(name + " has no row", "export again; there is nothing to learn from");
                }
                return null;
            }
            Key key = new Key(rows.text(PRODUCT), rows.text(LOCATION), rows.date(DAY));
            if (before != null && before.compareTo(key) >= 0) {
                throw new QuarantinedFailure(
                        name + " has row " + row() + " (" + key + ") not after the row above it",
                        "rows are unique and ascend by product_id, location_id and day; leave the file as the export "
                                + "wrote it");
            }
            if (key.day().isAfter(runDate)) {
                throw new QuarantinedFailure(
                        name + " has the day " + key.day() + " in row " + row() + ", after the run date " + runDate,
                        "export again with this run date");
            }
            before = key;
            return key;
        }

        long row() {
            return rows.row();
        }

        @Override
        public void close() {
            rows.close();
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
