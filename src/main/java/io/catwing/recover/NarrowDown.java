package io.catwing.recover;

import io.catwing.recover.ComparedDatabase.Bucket;
import io.catwing.recover.ComparedDatabase.KeyColumn;
import io.catwing.recover.Comparison.Cell;
import io.catwing.recover.Comparison.Difference;
import io.catwing.recover.Comparison.Place;
import io.catwing.recover.Comparison.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Finds the rows in which one table of two databases differs: both are divided into buckets by the hash of the key, a
 * bucket whose digests differ is divided again until it is small, and only then its keys are fetched. A cell among a
 * million rows is found by one more pass over the table, and some hundred keys.
 */
final class NarrowDown {
    /** Hexadecimal digits that a level adds: 4,096 buckets. */
    private static final int DIGITS = 3;

    /** Keys that are fetched at once. */
    private static final long SMALL = 10_000;

    /** Of the 32 that a hash has. */
    private static final int MOST_DIGITS = 30;

    private static final Comparator<List<String>> BY_KEY = Comparator.comparing(Object::toString);

    private final ComparedDatabase here;
    private final ComparedDatabase there;
    private final ExecutorService both;
    private final String table;
    private final List<KeyColumn> key;
    private final List<String> keyNames;

    NarrowDown(ComparedDatabase here, ComparedDatabase there, ExecutorService both, String table) throws SQLException {
        this.here = here;
        this.there = there;
        this.both = both;
        this.table = table;
        this.key = here.key(table);
        this.keyNames = key.isEmpty()
                ? here.columns(table)
                : key.stream().map(KeyColumn::name).toList();
    }

    /** The first that are found, at most so many. */
    List<Row> rows(int limit) throws SQLException, InterruptedException, ExecutionException {
        List<Row> found = new ArrayList<>();
        search("", limit, found);
        return found;
    }

    private void search(String prefix, int limit, List<Row> found)
            throws SQLException, InterruptedException, ExecutionException {
        int digits = prefix.length() + DIGITS;
        List<SortedMap<String, Bucket>> buckets = CompareDatabases.inBoth(
                both,
                () -> here.buckets(table, keyNames, prefix, digits),
                () -> there.buckets(table, keyNames, prefix, digits));
        SortedSet<String> names = new TreeSet<>(buckets.get(0).keySet());
        names.addAll(buckets.get(1).keySet());
        for (String name : names) {
            Bucket a = buckets.get(0).get(name);
            Bucket b = buckets.get(1).get(name);
            if (Objects.equals(a, b)) {
                continue;
            }
            long rows = Math.max(a == null ? 0 : a.rows(), b == null ? 0 : b.rows());
            if (rows > SMALL && digits + DIGITS <= MOST_DIGITS) {
                search(name, limit, found);
            } else {
                compare(name, limit, found);
            }
            if (found.size() >= limit) {
                return;
            }
        }
    }

    private void compare(String bucket, int limit, List<Row> found)
            throws SQLException, InterruptedException, ExecutionException {
        List<Map<List<String>, String>> rows = CompareDatabases.inBoth(
                both, () -> here.rows(table, keyNames, bucket), () -> there.rows(table, keyNames, bucket));
        SortedSet<List<String>> keys = new TreeSet<>(BY_KEY);
        keys.addAll(rows.get(0).keySet());
        keys.addAll(rows.get(1).keySet());
        for (List<String> values : keys) {
            String a = rows.get(0).get(values);
            String b = rows.get(1).get(values);
            if (!Objects.equals(a, b) && found.size() < limit) {
                found.add(row(values, a, b));
            }
        }
    }

    private Row row(List<String> values, String a, String b) throws SQLException {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            cells.add(new Cell(keyNames.get(i), values.get(i)));
        }
        if (a == null || b == null) {
            return new Row(cells, a == null ? Place.ONLY_THERE : Place.ONLY_HERE, List.of());
        }
        if (key.isEmpty()) {
            // The same row more often in one than in the other.
            return new Row(cells, a.length() > b.length() ? Place.ONLY_HERE : Place.ONLY_THERE, List.of());
        }
        List<String> columns = here.columns(table);
        List<String> left = here.row(table, key, values);
        List<String> right = there.row(table, key, values);
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!Objects.equals(left.get(i), right.get(i))) {
                differences.add(new Difference(columns.get(i), left.get(i), right.get(i)));
            }
        }
        return new Row(cells, Place.BOTH, differences);
    }
}
