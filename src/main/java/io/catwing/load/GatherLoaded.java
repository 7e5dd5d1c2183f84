package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.job.Collected;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Gathers the results of files into those of a batch, and these into those of the load. Called by load's routes. */
@Component
public class GatherLoaded implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange gathered, Exchange next) {
        // The first list is added to: to copy it for each part would take longer and longer.
        List<StepResult> results = gathered == null ? new ArrayList<>() : own(gathered);
        results.addAll(results(next.getMessage().getBody()));
        next.getMessage().setBody(results);
        // A quarantined file is an outcome like any other: the routes above go on as if nothing had happened.
        next.getExchangeExtension().setFailureHandled(false);
        next.getExchangeExtension().setErrorHandlerHandled(null);
        if (gathered != null && gathered.getException() != null) {
            next.setException(gathered.getException());
        }
        return next;
    }

    @SuppressWarnings("unchecked")
    private static List<StepResult> own(Exchange gathered) {
        return (List<StepResult>) gathered.getMessage().getBody();
    }

    private static List<StepResult> results(Object body) {
        if (body instanceof StepResult outcome) {
            return List.of(outcome);
        }
        // A worker that found the queue empty leaves itself as the body.
        return body instanceof List<?> list
                ? list.stream().map(StepResult.class::cast).toList()
                : List.of();
    }

    /** A batch's files are done, one way or another. Their results stay with the load: there may be millions. */
    public void advance(
            @Variable(PlanLoad.PROGRESS) Progress.Step step,
            @Variable(PlanLoad.COLLECTED) Collected collected,
            Exchange exchange) {
        List<StepResult> ofBatch = results(exchange.getMessage().getBody());
        step.advance(ofBatch.size());
        collected.add(ofBatch);
        exchange.getMessage().setBody(List.of());
    }

    /** The load is over. */
    public void close(
            @Variable(PlanLoad.PROGRESS) Progress.Step step,
            @Variable(PlanLoad.WORKERS) List<LoadWorker> workers,
            @Variable(PlanLoad.MISSING) Stream<RawFile> missing) {
        if (workers != null) {
            workers.forEach(worker -> worker.batches().close());
        }
        // One that was told to stop has threads that listed files of clients that it never came to.
        if (missing != null) {
            missing.close();
        }
        if (step != null) {
            step.close();
        }
    }
}
