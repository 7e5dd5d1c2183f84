package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.job.StepResult.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.function.SingletonSupplier;

/**
 * The results of one load, which may be millions, few of which are in memory. The first ones are kept as they are, and so are the first
 * failures. All others are folded: one result stands for those of a client, a subject and an outcome. As soon as there are
 * more than are kept, all are recorded while they come, and failures that are folded are published. Of a recovery,
 * which is no run, nothing is recorded. For use by several threads.
 */
public final class Collected {
    /** Of failures, and of others, so many are kept as they are; and as many results are recorded at a time. */
    static final int WHOLE = 1_000;

    private final RunId run;
    private final Results results;
    private final SingletonSupplier<Boolean> isRun;
    private final List<StepResult> whole = new ArrayList<>();
    private final Map<Kind, Sum> folded = new LinkedHashMap<>();
    /** Of those that are whole. */
    private int failures;

    private Part part = new Part();

    Collected(RunId run, Results results) {
        this.run = run;
        this.results = results;
        isRun = SingletonSupplier.of(() -> results.isRun(run));
    }

    /** What one folded result stands for. Of those that went well, some have something to note. */
    private record Kind(String stage, ClientId client, String subject, Outcome outcome, boolean refused, boolean says) {
        static Kind of(StepResult step) {
            return new Kind(
                    step.stage(),
                    step.client(),
                    step.subject(),
                    step.outcome(),
                    step.refused(),
                    step.message() != null);
        }
    }

    private static final class Sum {
        private final String message;
        private long count;
        private long records;
        private long rejected;
        private long bytes;

        private Sum(StepResult first) {
            message = first.message();
        }

        private void add(StepResult step) {
            count++;
            records += step.records();
            rejected += step.rejected();
            bytes += step.bytes();
        }

        private StepResult result(Kind of) {
            return new StepResult(
                    of.stage,
                    of.client,
                    of.subject,
                    null,
                    of.outcome,
                    records,
                    rejected,
                    bytes,
                    message,
                    count,
                    of.refused);
        }
    }

    /** Results that are recorded together; of those that are kept, failures are published when the stage ends. */
    private static final class Part {
        private final List<StepResult> all = new ArrayList<>();
        private final List<StepResult> toPublish = new ArrayList<>();
    }

    /**
     * More results, each of which has happened.
     *
     * @throws io.catwing.failure.AbortingFailure when the database cannot keep them
     */
    public void add(List<StepResult> more) {
        for (StepResult step : more) {
            record(add(step));
        }
    }

    /** @return what is to be recorded, or null */
    private synchronized Part add(StepResult step) {
        part.all.add(step);
        boolean failed = step.outcome() == Outcome.FAILED;
        if ((failed ? failures : whole.size() - failures) < WHOLE) {
            whole.add(step);
            failures += failed ? 1 : 0;
        } else {
            folded.computeIfAbsent(Kind.of(step), kind -> new Sum(step)).add(step);
            part.toPublish.add(step);
        }
        return part.all.size() < WHOLE ? null : nextPart();
    }

    private synchronized Part nextPart() {
        Part full = part;
        part = new Part();
        return full;
    }

    /** Not by one thread at a time: each records what it has made full. */
    private void record(Part full) {
        if (full != null && !full.all.isEmpty() && isRun.obtain()) {
            results.record(run, full.all);
            results.publish(run, full.toPublish);
        }
    }

    /**
     * All of them, once there are no more to come; those that are kept are still to be recorded and published.
     *
     * @throws io.catwing.failure.AbortingFailure when the database cannot keep those that are folded
     */
    public synchronized List<StepResult> list() {
        if (folded.isEmpty()) {
            return List.copyOf(whole);
        }
        record(nextPart());
        return Stream.concat(whole.stream(), folded.entrySet().stream().map(of -> of.getValue()
                        .result(of.getKey())))
                .toList();
    }
}
