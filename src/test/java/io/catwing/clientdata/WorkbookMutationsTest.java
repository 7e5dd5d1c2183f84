package io.catwing.clientdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Mutations;
import io.catwing.support.Mutations.Counters;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcatwing.mutations=10000} tries so many workbooks. */
class WorkbookMutationsTest {
    private static final long SEED = 20261127;

    @TempDir
    private Path folder;

    @Test
    void whatever_a_workbook_holds_its_rows_are_kept_or_told_and_else_it_is_refused() {
        AtomicInteger rows = new AtomicInteger();
        AtomicInteger rejections = new AtomicInteger();
        RowSink<RuntimeException> sink = new RowSink<>() {
            @Override
            public void row(int number, Object[] values) {
                rows.incrementAndGet();
                for (Object value : values) {
                    checkKept(value);
                }
            }

            @Override
            public void rejected(Rejection rejection) {
                rejections.incrementAndGet();
                // The value is shown without what no database keeps; the rest is ours.
                assertThat(rejection.reason()).doesNotContain("\0").hasSizeLessThan(400);
                assertThat(rejection.sheet()).doesNotContain("\0");
                assertThat(rejection.column()).matches("[a-z_]+");
            }
        };
        Counters counters = Mutations.read("workbook", SEED, Mutations.count(800), 64L << 20, random -> {
            WorkbookKind kind = Mutations.pick(random, WorkbookKind.values());
            Path file = Files.write(folder.resolve("x.xlsx"), MutatedWorkbooks.of(random, kind));
            try {
                assertThat(WorkbookReader.read(file, kind, sink).ignored())
                        .hasSizeLessThanOrEqualTo(30)
                        .allSatisfy(header -> assertThat(header).hasSizeLessThanOrEqualTo(60));
            } catch (Refusal refusal) {
                throw refusal.failure("CW-000200/supplier-availability/" + kind.fileName());
            } finally {
                assertThat(folder.toFile().list()).containsExactly("x.xlsx");
                Files.delete(file);
            }
        });

        assertThat(counters.taken()).isGreaterThan(Mutations.count(800) / 20);
        assertThat(counters.refused()).isGreaterThan(Mutations.count(800) / 4);
        assertThat(rows.get()).isPositive();
        assertThat(rejections.get()).isPositive();
    }

    /** Each of them was once filled up to its last column, as a row and as a possible header. */
    @Test
    void a_row_of_one_cell_in_the_last_column_costs_one_cell() {
        StringBuilder rows = new StringBuilder();
        for (int row = 1; row < 5000; row++) {
            rows.append("<row r=\"" + row + "\"><c r=\"XFD" + row + "\"><v>1</v></c></row>");
            rows.append(row == 49 ? Sheets.texts(++row, "location_id", "name", "kind") : "");
        }
        Path file = Sheets.zip(folder.resolve("x.xlsx"), Sheets.parts(rows.toString()));

        Counters counters = Mutations.read("wide workbook", SEED, 1, 32L << 20, random -> assertThat(
                        WorkbookReader.read(file, WorkbookKind.LOCATIONS, NOTHING)
                                .rows())
                .isZero());

        assertThat(counters.taken()).isEqualTo(1);
    }

    private static final RowSink<RuntimeException> NOTHING = new RowSink<>() {
        @Override
        public void row(int number, Object[] values) {}

        @Override
        public void rejected(Rejection rejection) {}
    };

    /** A database takes it. */
    private static void checkKept(Object value) {
        if (value instanceof String text) {
            assertThat(text).doesNotContain("\0").hasSizeLessThanOrEqualTo(1000);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        } else if (value instanceof BigDecimal number) {
            assertThat(number.toPlainString()).hasSizeLessThan(700);
        } else if (value instanceof LocalDate date) {
            assertThat(date.getYear()).isBetween(1900, 2100);
        }
    }
}
