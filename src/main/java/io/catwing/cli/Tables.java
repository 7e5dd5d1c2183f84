package io.catwing.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Tables on the terminal, all in one style: as wide as it, and without columns that are empty. */
public final class Tables {
    private static final int LEAST_COLUMN = 8;
    private static final int LONGEST_NAME = 40;

    private Tables() {}

    /**
     * A column.
     *
     * @param says whether the row has a value in it; if no row has, the column is left out
     */
    public record TableColumn<T>(
            String header, HorizontalAlign align, Function<T, String> text, Function<T, Boolean> says) {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> String table(Collection<T> rows, TableColumn<T>... columns) {
        return table(rows, List.of(columns));
    }

    public static <T> String table(Collection<T> rows, List<TableColumn<T>> columns) {
        return table(rows, columns, Terminal.width());
    }

    /** @param width of the table at most, if the columns can be made narrow enough */
    public static <T> String table(Collection<T> rows, List<TableColumn<T>> columns, int width) {
        List<TableColumn<T>> shown = columns.stream()
                .filter(column -> rows.isEmpty()
                        || rows.stream().anyMatch(row -> column.says().apply(row)))
                .toList();
        List<String[]> cells = new ArrayList<>();
        for (T row : rows) {
            cells.add(shown.stream().map(column -> column.text().apply(row)).toArray(String[]::new));
        }
        int[] widths = fit(shown, cells, width);
        Column[] columnsOfTable = new Column[shown.size()];
        for (int c = 0; c < columnsOfTable.length; c++) {
            columnsOfTable[c] = new Column()
                    .header(shown.get(c).header())
                    .headerAlign(HorizontalAlign.LEFT)
                    .dataAlign(shown.get(c).align())
                    // With the blank at each side.
                    .maxWidth(widths[c] + 2);
        }
        return AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columnsOfTable, cells.toArray(String[][]::new));
    }

    /** The widest columns shrink first. */
    private static <T> int[] fit(List<TableColumn<T>> columns, List<String[]> cells, int width) {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = columns.get(c).header().length();
            for (String[] row : cells) {
                widths[c] = Math.max(widths[c], longestLine(row[c]));
            }
        }
        // Words are not broken if that is enough; numbers never are.
        narrow(widths, width, c -> longestWord(columns.get(c).header(), cells, c));
        // A column of single words contains names, which people copy: they are not broken either, except very long
        // ones.
        narrow(widths, width, c -> {
            if (columns.get(c).align() != HorizontalAlign.LEFT) {
                return widths[c];
            }
            return hasSentences(cells, c) ? LEAST_COLUMN : LONGEST_NAME;
        });
        return widths;
    }

    private static void narrow(int[] widths, int width, IntUnaryOperator leastOf) {
        if (isNarrow(widths, width)) {
            return;
        }
        // Once a column: it looks at every cell.
        int[] least = IntStream.range(0, widths.length).map(leastOf).toArray();
        while (!isNarrow(widths, width)) {
            int widest = -1;
            for (int c = 0; c < widths.length; c++) {
                if (widths[c] > least[c] && (widest < 0 || widths[c] > widths[widest])) {
                    widest = c;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static boolean isNarrow(int[] widths, int width) {
        return Arrays.stream(widths).sum() + 3 * widths.length + 1 <= width;
    }

    private static int longestWord(String header, List<String[]> cells, int c) {
        int longest = longestWord(header);
        for (String[] row : cells) {
            longest = Math.max(longest, longestWord(row[c]));
        }
        return longest;
    }

    private static int longestWord(String text) {
        int longest = 0;
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || " \t\n\u000B\f\r".indexOf(text.charAt(i)) >= 0) {
                longest = Math.max(longest, i - begin);
                begin = i + 1;
            }
        }
        return longest;
    }

    private static boolean hasSentences(List<String[]> cells, int c) {
        return cells.stream().anyMatch(row -> row[c].strip().indexOf(' ') >= 0);
    }

    private static int longestLine(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text.length();
        }
        return text.lines().mapToInt(String::length).max().orElse(0);
    }

    public static <T> TableColumn<T> text(String header, Function<T, ?> value) {
        return new TableColumn<>(
                header, HorizontalAlign.LEFT, row -> Objects.toString(value.apply(row), ""), row -> !Objects.toString(
                                value.apply(row), "")
                        .isEmpty());
    }

    public static <T> TableColumn<T> number(String header, ToLongFunction<T> value) {
        return new TableColumn<>(
                header,
                HorizontalAlign.RIGHT,
                row -> number(value.applyAsLong(row)),
                row -> value.applyAsLong(row) != 0);
    }

    private static String number(long value) {
        // A formatter for each cell would take longer than the rest of the table.
        return value >= 0 && value < 1_000 ? Long.toString(value) : String.format(Locale.ROOT, "%,d", value);
    }

    /** Of bytes, in powers of 1,000: 12.3 MB. */
    public static <T> TableColumn<T> size(String header, ToLongFunction<T> value) {
        return new TableColumn<>(
                header, HorizontalAlign.RIGHT, row -> size(value.applyAsLong(row)), row -> value.applyAsLong(row) != 0);
    }

    public static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
