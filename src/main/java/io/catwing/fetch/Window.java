package io.catwing.fetch;

import io.catwing.client.EntitySpec;
import java.time.LocalDate;

/** The days that a file covers: from the first to before the last. */
final class Window {

    private Window() {}

    /** First day; of a snapshot the business date itself. */
    static LocalDate from(EntitySpec spec, LocalDate date) {
        return spec.snapshot() ? date : date.minusDays(spec.windowDays() - 1L);
    }

    /** Day after the last. */
    static LocalDate to(LocalDate date) {
        return date.plusDays(1);
    }
}
