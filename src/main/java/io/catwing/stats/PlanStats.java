package io.catwing.stats;

import io.catwing.job.StageOrder;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/** Makes the clients' parts of an order, and says whose failures are quarantined. Called by the route {@code stats}. */
@Component
public class PlanStats {

    @Handler
    public List<ClientStats> plan(@Body StageOrder order, Exchange exchange) {
        exchange.setProperty("runId", order.run());
        exchange.setProperty("stage", "stats");
        exchange.setProperty("subject", "tables");
        return order.clients().stream()
                .map(client -> new ClientStats(order.run(), client, order.full()))
                .toList();
    }
}
