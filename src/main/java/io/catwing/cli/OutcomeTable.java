package io.catwing.cli;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.run.RunId;
import io.catwing.run.StepOutcome;
import io.catwing.run.StepOutcome.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run came to: a line a stage, client and entity, and every failure in full. */
final class OutcomeTable {
    /** Failures told in full; a total outage repeats itself. */
    private static final int TOLD = 20;

    private final PrintWriter out;

    OutcomeTable(PrintWriter out) {
        this.out = out;
    }

    private record Group(String stage, ClientId client, Entity entity) {}

    private static final Comparator<Group> IN_ORDER =
            Comparator.comparing(Group::stage).thenComparing(Group::client).thenComparing(Group::entity);

    private record Line(Group group, long done, long there, long failed, long records, long rejected, long bytes) {
        static Line of(Group group, List<StepOutcome> steps) {
            return new Line(
                    group,
                    count(steps, Outcome.DONE),
                    count(steps, Outcome.ALREADY_THERE),
                    count(steps, Outcome.FAILED),
                    steps.stream().mapToLong(StepOutcome::records).sum(),
                    steps.stream().mapToLong(StepOutcome::rejected).sum(),
                    steps.stream().mapToLong(StepOutcome::bytes).sum());
        }

        private static long count(List<StepOutcome> steps, Outcome outcome) {
            return steps.stream().filter(s -> s.outcome() == outcome).count();
        }
    }

    /** @return the command's exit code */
    int print(RunId run, List<StepOutcome> outcomes) {
        Map<Group, List<StepOutcome>> groups = new TreeMap<>(IN_ORDER);
        for (StepOutcome step : outcomes) {
            groups.computeIfAbsent(new Group(step.stage(), step.client(), step.entity()), g -> new ArrayList<>())
                    .add(step);
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
                    Tables.text("client", l -> l.group().client().value()),
                    Tables.text("entity", l -> l.group().entity().toString()),
                    Tables.number("files", Line::done),
                    Tables.number("already there", Line::there),
                    Tables.number("failed", Line::failed),
                    Tables.number("records", Line::records),
                    Tables.number("rejected", Line::rejected),
                    Tables.size("size", Line::bytes)));
        }
        List<StepOutcome> failures =
                outcomes.stream().filter(s -> s.outcome() == Outcome.FAILED).toList();
        failures.stream()
                .limit(TOLD)
                .forEach(f -> out.printf(
                        "%n%s of %s %s %s failed: %s%n", f.stage(), f.client(), f.entity(), f.date(), f.message()));
        if (failures.size() > TOLD) {
            out.printf("%n… and %d more; 'catwing status' shows the last of each entity.%n", failures.size() - TOLD);
        }
        long rejected = lines.stream().mapToLong(Line::rejected).sum();
        if (rejected > 0) {
            out.printf("%n%,d records were set aside; see the table ops.rejected_record.%n", rejected);
        }
        out.printf("%nrun %s: %s%n", run, failures.isEmpty() ? "all is well" : failures.size() + " failed");
        out.flush();
        return failures.isEmpty() ? 0 : CatwingCommand.FAILED;
    }
}
