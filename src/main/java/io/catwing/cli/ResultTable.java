package io.catwing.cli;

import io.catwing.client.ClientId;
import io.catwing.failure.Cause;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results of a run: a line per stage, client and subject, stage after stage, and every failure in full. */
public final class ResultTable {
    /** Number of failures shown in full; a total outage repeats itself. */
    private static final int TOLD = 20;

    private final PrintWriter out;
    private final LeftOut leftOut;

    public ResultTable(PrintWriter out) {
        this(out, LeftOut.NONE);
    }

    ResultTable(PrintWriter out, LeftOut leftOut) {
        this.out = out;
        this.leftOut = leftOut;
    }

    /** Stages with many small steps on our own tables: one line per client is enough. */
    private static final Set<String> SUMMED_UP = Set.of("enrich", "stats");

    /** Stages whose success messages are notes on a file, on files that no rule matches, or on days that are not loaded. */
    private static final Set<String> NOTED = Set.of("fetch", "load", "client-data", "product-images", "ml");

    private record Group(String stage, ClientId client, String subject) {
        static Group of(StepResult step) {
            return new Group(step.stage(), step.client(), SUMMED_UP.contains(step.stage()) ? "tables" : step.subject());
        }
    }

    private record Line(Group group, long done, long there, long failed, long records, long rejected, long bytes) {
        static Line of(Group group, List<StepResult> steps) {
            return new Line(
                    group,
                    count(steps, Outcome.DONE),
                    count(steps, Outcome.ALREADY_THERE),
                    count(steps, Outcome.FAILED),
                    steps.stream().mapToLong(StepResult::records).sum(),
                    steps.stream().mapToLong(StepResult::rejected).sum(),
                    steps.stream().mapToLong(StepResult::bytes).sum());
        }

        private static long count(List<StepResult> steps, Outcome outcome) {
            return ResultTable.count(
                    steps.stream().filter(step -> step.outcome() == outcome).toList());
        }
    }

    /** A line per stage, for many days of many entities.
     *
     * @return the command's exit code
     */
    public int printStages(RunId run, List<StepResult> results) {
        return print(run, results, step -> new Group(step.stage(), null, ""));
    }

    /** @return the command's exit code */
    int print(RunId run, List<StepResult> results) {
        return print(run, results, Group::of);
    }

    private static long count(List<StepResult> steps) {
        return steps.stream().mapToLong(StepResult::count).sum();
    }

    /** Failures with one cause become one message, with the list of what failed because of it. */
    private void printFailures(List<StepResult> failures) {
        Map<List<Object>, List<StepResult>> causes = failures.stream()
                .filter(step -> !step.isFolded())
                .collect(Collectors.groupingBy(ResultTable::cause, LinkedHashMap::new, Collectors.toList()));
        causes.values().stream().limit(TOLD).forEach(same -> {
            StepResult first = same.get(0);
            String message = String.valueOf(first.message());
            if (same.size() > 1) {
                out.printf("%n%s of %s failed for one reason %s:%n", first.stage(), first.client(), times(same));
                same.stream().limit(TOLD).forEach(f -> out.printf("  %s%n", what(f)));
                if (same.size() > TOLD) {
                    out.printf("  … and %d more%n", same.size() - TOLD);
                }
                out.printf("the first: %s%n", message);
            } else {
                out.printf("%n%s of %s %s failed: %s%n", first.stage(), first.client(), what(first), message);
            }
        });
        long more = count(failures)
                - causes.values().stream().limit(TOLD).mapToLong(List::size).sum();
        if (more > 0) {
            out.printf("%n… and %d more; 'catwing status' shows the last of each.%n", more);
        }
    }

    /** There may be too many failed images for notes: they have their own table. */
    private static boolean isNoted(StepResult step) {
        return NOTED.contains(step.stage())
                && !(step.stage().equals("product-images") && step.subject().equals("fetch"));
    }

    private static String times(List<StepResult> same) {
        long subjects = same.stream().map(StepResult::subject).distinct().count();
        return same.size() + " times"
                + (subjects == same.size() || subjects == 1 ? "" : ", in " + subjects + " entities");
    }

    private static String what(StepResult step) {
        return step.subject() + (step.date() == null ? "" : " " + step.date());
    }

    private static List<Object> cause(StepResult step) {
        return Arrays.asList(step.stage(), step.client(), Cause.of(step.message(), step.subject()));
    }

    private int print(RunId run, List<StepResult> results, Function<StepResult, Group> grouping) {
        // Stages in the order in which they ran; within one, files complete in any order.
        List<String> stages = results.stream().map(StepResult::stage).distinct().toList();
        Map<Group, List<StepResult>> groups = new TreeMap<>(Comparator.comparing((Group g) -> stages.indexOf(g.stage()))
                .thenComparing(Group::client, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Group::subject));
        for (StepResult step : results) {
            groups.computeIfAbsent(grouping.apply(step), g -> new ArrayList<>()).add(step);
        }
        List<Line> lines = groups.entrySet().stream()
                .map(e -> Line.of(e.getKey(), e.getValue()))
                .toList();
        if (lines.isEmpty()) {
            out.println("Nothing to do.");
        } else {
            out.println(Tables.table(
                    lines,
                    Tables.text("stage", l -> l.group().stage()),
                    Tables.text("client", l -> l.group().client()),
                    Tables.text("what", l -> l.group().subject()),
                    Tables.number("done", Line::done),
                    Tables.number("already there", Line::there),
                    Tables.number("failed", Line::failed),
                    Tables.number("records", Line::records),
                    Tables.number("rejected", Line::rejected),
                    Tables.size("size", Line::bytes)));
        }
        List<StepResult> failures =
                results.stream().filter(s -> s.outcome() == Outcome.FAILED).toList();
        printFailures(failures);
        List<StepResult> notes = results.stream()
                .filter(s -> s.outcome() != Outcome.FAILED && isNoted(s) && s.message() != null)
                .toList();
        // Of folded ones it is the first one's note.
        notes.stream().limit(TOLD).forEach(n -> out.printf("%nnote on %s %s: %s%n", n.client(), what(n), n.message()));
        long more = count(notes) - Math.min(TOLD, notes.size());
        if (more > 0) {
            out.printf("%n… and %d more such notes; ops.run_step has all of them.%n", more);
        }
        long rejected = lines.stream().mapToLong(Line::rejected).sum();
        if (rejected > 0) {
            out.printf(
                    "%n%,d rejected, the rest went on. Which and why: ops.rejected_record,%n"
                            + "ops.rejected_row (workbooks), ops.product_image_failure, ops.supply_problem.%n",
                    rejected);
        }
        boolean good = failures.isEmpty() && leftOut.isEmpty();
        leftOut.print(out);
        out.printf(
                "%nrun %s: %s%s%n",
                run,
                good ? "all is well" : count(failures) + " failed",
                leftOut.isEmpty() ? "" : "; clients are left out");
        out.flush();
        return good ? 0 : CatwingCommand.FAILED;
    }
}
