package io.catwing.cli;

import io.catwing.recover.Comparison;
import io.catwing.recover.Drill;
import io.catwing.recover.RecoveryPlan;
import io.catwing.recover.RecoveryReport;
import io.catwing.recover.Verification;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Recoveries and comparisons on the terminal. */
final class RecoveryText {
    /** Something that may pass ended a recovery before its check, or kept it from a file: the same command goes on. */
    static final int CUT = 4;

    private final PrintWriter out;

    RecoveryText(PrintWriter out) {
        this.out = out;
    }

    /** @return the command's exit code */
    int print(RecoveryReport report) {
        out.println(Tables.table(
                report.steps(),
                Tables.text("step", RecoveryReport.Step::name),
                Tables.text("time", step -> seconds(step.took()))));
        out.printf(
                "%nLoaded %,d raw files (%s). RTO %s, RPO %s.%n",
                report.files(), Tables.size(report.bytes()), seconds(report.rto()), seconds(report.rpo()));
        report.notes().forEach(out::println);
        report.problems().forEach(problem -> out.printf("%nPROBLEM: %s%n", problem));
        out.printf("%n%s%n", report.ended());
        if (report.page() != null) {
            out.printf("The report is in %s.%n", report.page());
        }
        out.flush();
        return report.good() ? 0 : report.cut() ? CUT : CatwingCommand.FAILED;
    }

    /** @return the command's exit code */
    int print(RecoveryPlan plan) {
        out.printf("%s %s%n", plan.live(), plan.liveExists() ? "is there, and would stay as it is." : "is not there.");
        if (plan.backup() != null) {
            out.printf("Restore %s (%s).%n", plan.backup(), Tables.size(plan.backupBytes()));
        }
        out.printf(
                "Load %s%,d raw files (%s).%n",
                plan.backup() == null ? "" : "about ", plan.files(), Tables.size(plan.bytes()));
        out.printf("About %s: %s. Nothing was done.%n", seconds(plan.estimate()), plan.basis());
        plan.notes().forEach(note -> out.printf("%n%s%n", note));
        plan.lacking().forEach(lacking -> out.printf("%nPROBLEM: %s%n", lacking));
        out.flush();
        return plan.lacking().isEmpty() ? 0 : CatwingCommand.FAILED;
    }

    /** @return the command's exit code */
    int print(Drill drill) {
        out.println(Tables.table(
                drill.report().steps(),
                Tables.text("step", RecoveryReport.Step::name),
                Tables.text("time", step -> seconds(step.took()))));
        drill.problems().forEach(problem -> out.printf("%nPROBLEM: %s%n", problem));
        out.printf(
                "%nThe drill was %s: RTO %s, RPO %s. %s%n",
                drill.good() ? "good" : "NOT good",
                seconds(drill.rto()),
                seconds(drill.rpo()),
                drill.stays() == null ? "The scratch database is dropped." : drill.stays());
        out.flush();
        return drill.good() ? 0 : CatwingCommand.FAILED;
    }

    /** @return the command's exit code */
    int print(Verification verification) {
        Comparison comparison = verification.comparison();
        out.println(Tables.table(
                comparison.tables(),
                Tables.text("table", Comparison.Table::name),
                Tables.text("rows in " + comparison.here(), table -> rows(table.here())),
                Tables.text("rows in " + comparison.there(), table -> rows(table.there())),
                Tables.text("", table -> table.equal() ? "equal" : "DIFFERENT")));
        for (Comparison.Table table : comparison.different()) {
            if (table.note() != null) {
                out.printf("%n%s: %s%n", table.name(), table.note());
            }
            table.rows().forEach(row -> out.printf("%n%s%n", comparison.describe(table, row)));
        }
        verification.problems().forEach(problem -> out.printf("%nPROBLEM of the rebuild: %s%n", problem));
        if (comparison.equal()) {
            out.printf("%n%s and %s are equal, table by table.%n", comparison.here(), comparison.there());
            if (verification.stays() != null) {
                out.println(verification.stays());
            }
        } else if (verification.kept() != null) {
            out.printf(
                    "%nThe rebuild is kept as %s; %s.%n",
                    verification.kept(),
                    verification.problems().isEmpty()
                            ? "'./catwing recover switch " + verification.kept() + "' makes it the live one"
                            : "it was not found good");
        }
        out.flush();
        return verification.good() ? 0 : CatwingCommand.FAILED;
    }

    private static String rows(io.catwing.postgres.Digests.Digest digest) {
        return digest == null ? "none" : String.format(Locale.ROOT, "%,d", digest.rows());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
