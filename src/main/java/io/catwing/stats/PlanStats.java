package io.catwing.stats;

import io.catwing.job.Job;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/** Splits a job by client, and sets the variables by which failures are quarantined. Called by the route {@code stats}. */
@Component
public class PlanStats {

    @Handler
    public List<ClientStats> plan(@Body Job job, Exchange exchange) {
        exchange.setVariable("runId", job.run());
        exchange.setVariable("stage", "stats");
        exchange.setVariable("subject", "tables");
        return job.clients().stream()
                .map(client -> new ClientStats(job.run(), client, job.full()))
                .toList();
    }
}
