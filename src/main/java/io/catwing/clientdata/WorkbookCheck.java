package io.catwing.clientdata;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a workbook as the load does, and keeps only what is wrong. Called by {@code catwing client-data check}. */
public final class WorkbookCheck {
    /** Number of rejections kept for display. */
    private static final int SHOWN = 200;

    private WorkbookCheck() {}

    /**
     * What the load would do with the file.
     *
     * @param rejections the first bad cells
     * @param badCells the number of all
     * @param ignored headers of unknown columns
     */
    public record Report(
            String sheet, long rows, long rejected, long badCells, List<Rejection> rejections, List<String> ignored) {}

    /**
     * @throws QuarantinedFailure when the file as a whole is refused
     * @throws AbortingFailure when there is no such file
     */
    public static Report check(Path file, WorkbookKind kind) {
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new AbortingFailure("there is no file " + file, "give the path of a workbook");
        }
        List<Rejection> rejections = new ArrayList<>();
        AtomicLong badCells = new AtomicLong();
        try {
            Reading reading = WorkbookReader.<RuntimeException>read(file, kind, new RowSink<>() {
                @Override
                public void row(int number, Object[] values) {
                    // Whether it would be loaded.
                }

                @Override
                public void rejected(Rejection rejection) {
                    if (badCells.incrementAndGet() <= SHOWN) {
                        rejections.add(rejection);
                    }
                }
            });
            return new Report(
                    reading.sheet(), reading.rows(), reading.rejected(), badCells.get(), rejections, reading.ignored());
        } catch (Refusal refusal) {
            throw refusal.failure(file.toString());
        }
    }
}
