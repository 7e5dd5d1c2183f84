package io.catwing.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Gathers the results of parts into one list, in the body of the exchange that was split. Called by the splits
 * of every stage that works on one thing after the other.
 *
 * <p>Nothing else of a part reaches the whole: not its properties, and not the mark of a failure that was quarantined, by
 * which Camel would end the route. A part that aborts makes the whole abort.
 */
@Component
public class GatherResults implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange before, Exchange part) {
        throw new UnsupportedOperationException("the exchange that was split is needed");
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange part, Exchange whole) {
        if (part.getException() != null) {
            if (whole.getException() == null) {
                whole.setException(part.getException());
            }
            return whole;
        }
        List<StepResult> results =
                before == null ? new ArrayList<>() : results(whole.getMessage().getBody());
        Object body = part.getMessage().getBody();
        if (body instanceof StepResult one) {
            results.add(one);
        } else {
            results.addAll(results(body));
        }
        whole.getMessage().setBody(results);
        return whole;
    }

    /** Where there was nothing to split, there are no results. */
    @Override
    public void onCompletion(Exchange gathered, Exchange whole) {
        if (gathered == null) {
            whole.getMessage().setBody(new ArrayList<StepResult>());
        }
    }

    /** The body as results; none where there was nothing to split. */
    @SuppressWarnings("unchecked")
    public List<StepResult> results(@Body Object body) {
        return body instanceof List<?> list ? (List<StepResult>) list : new ArrayList<>();
    }
}
