package io.catwing.daily;

import io.catwing.run.StepOutcome;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** What the stages of a run did, one after the other. Called by the routes of the daily run. */
@Component
public class Outcomes {

    public List<StepOutcome> none() {
        return List.of();
    }

    public List<StepOutcome> add(
            @ExchangeProperty("outcomes") List<StepOutcome> before, @Body List<StepOutcome> stage) {
        return Stream.concat(before.stream(), stage.stream()).toList();
    }
}
