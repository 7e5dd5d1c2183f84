package io.catwing.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Tables on the terminal, all in one style. */
final class Tables {
    private Tables() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> String table(Collection<T> rows, ColumnData<T>... columns) {
        return table(rows, List.of(columns));
    }

    static <T> String table(Collection<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns);
    }

    static <T> ColumnData<T> text(String header, Function<T, ?> value) {
        return column(header).dataAlign(HorizontalAlign.LEFT).with(row -> Objects.toString(value.apply(row), ""));
    }

    static <T> ColumnData<T> number(String header, ToLongFunction<T> value) {
        return column(header)
                .dataAlign(HorizontalAlign.RIGHT)
                .with(row -> String.format(Locale.ROOT, "%,d", value.applyAsLong(row)));
    }

    /** Of bytes, in powers of 1,000: 12.3 MB. */
    static <T> ColumnData<T> size(String header, ToLongFunction<T> value) {
        return column(header).dataAlign(HorizontalAlign.RIGHT).with(row -> size(value.applyAsLong(row)));
    }

    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }

    private static Column column(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.LEFT).maxWidth(100);
    }
}
