package io.catwing.recover;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A recovery's report as Markdown. */
final class RecoveryPage {
    private RecoveryPage() {}

    static String of(RecoveryReport report) {
        StringBuilder page = new StringBuilder();
        page.append("# Recovery of ")
                .append(report.live())
                .append(", run ")
                .append(report.run())
                .append("\n\n");
        page.append(report.good() ? "**Good.** " : "**Not good.** ")
                .append(ended(report))
                .append("\n\n");
        page.append("| | |\n|---|---|\n");
        row(page, "began", report.began().truncatedTo(ChronoUnit.SECONDS));
        row(
                page,
                "kind",
                report.kind().name().toLowerCase(Locale.ROOT)
                        + (report.subject().isEmpty() ? "" : ", ")
                        + report.subject());
        row(page, "backup", report.backup() == null ? "none" : report.backup());
        row(page, "new database", report.database() == null ? "none" : report.database());
        row(
                page,
                "raw files loaded",
                report.files() + " (" + report.bytes() + " bytes, " + report.records() + " records)");
        row(page, "RTO, from the order to here", seconds(report.rto()));
        row(page, "RPO, age of the oldest file not brought back", seconds(report.rpo()));
        page.append("\n## Steps\n\n| step | time |\n|---|---|\n");
        report.steps().forEach(step -> row(page, step.name(), seconds(step.took())));
        list(page, "Problems", report.problems());
        list(page, "Notes", report.notes());
        return page.toString();
    }

    /** How it ended and what to do next, in one sentence. */
    static String ended(RecoveryReport report) {
        if (report.switched()) {
            return "The new database is " + report.live() + " now"
                    + (report.before() == null
                            ? "."
                            : "; the former one is kept as " + report.before() + " until it is dropped by hand.");
        }
        if (report.database() == null) {
            return "Nothing was made.";
        }
        if (report.drill()) {
            return "What was made is in " + report.database()
                    + " until it is compared and dropped: a drill switches nothing.";
        }
        return report.good()
                ? "It is in " + report.database() + "; './catwing recover switch " + report.database()
                        + "' makes it the live one."
                : "Nothing was switched. What was made of it is in " + report.database() + ".";
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static void row(StringBuilder page, String name, Object value) {
        page.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static void list(StringBuilder page, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append("\n## ").append(title).append("\n\n");
            lines.forEach(
                    line -> page.append("* ").append(line.replace("\n", "\n  ")).append('\n'));
        }
    }
}
