package io.catwing.load;

import io.catwing.run.Progress;
import io.catwing.run.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** Gathers the outcomes of files, batches and lanes. Called by the splits of load's routes. */
@Component
public class GatherLoaded implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange gathered, Exchange next) {
        List<StepOutcome> outcomes = new ArrayList<>();
        if (gathered != null) {
            outcomes.addAll(outcomes(gathered.getMessage().getBody()));
        }
        outcomes.addAll(outcomes(next.getMessage().getBody()));
        next.getMessage().setBody(outcomes);
        // A parked file is an outcome like any other: the routes above go on as if nothing had happened.
        next.getExchangeExtension().setFailureHandled(false);
        next.getExchangeExtension().setErrorHandlerHandled(null);
        if (gathered != null && gathered.getException() != null) {
            next.setException(gathered.getException());
        }
        return next;
    }

    private static List<StepOutcome> outcomes(Object body) {
        if (body instanceof StepOutcome outcome) {
            return List.of(outcome);
        }
        // A lane that found the queue empty leaves itself as the body.
        return body instanceof List<?> list
                ? list.stream().map(StepOutcome.class::cast).toList()
                : List.of();
    }

    /** A batch's files are done, one way or another. */
    public void advance(@ExchangeProperty(PlanLoad.PROGRESS) Progress.Step step, Exchange exchange) {
        step.advance(outcomes(exchange.getMessage().getBody()).size());
    }

    /** The load is over. */
    public void close(@ExchangeProperty(PlanLoad.PROGRESS) Progress.Step step) {
        if (step != null) {
            step.close();
        }
    }
}
