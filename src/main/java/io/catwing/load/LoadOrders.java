package io.catwing.load;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.ReplayOrder;
import io.catwing.job.RunId;
import java.time.LocalDate;
import java.util.List;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** Makes orders for routes of other stages, which know this stage's doors and none of its Java. */
@Component
public class LoadOrders {

    /**
     * All raw files that the database lacks.
     *
     * @param to last business date, null for no limit
     * @param bulk the database is new and nobody reads it
     */
    public ReplayOrder missing(
            @ExchangeProperty("runId") RunId run,
            @ExchangeProperty("clients") List<ClientId> clients,
            @ExchangeProperty("to") LocalDate to,
            @ExchangeProperty("bulk") boolean bulk) {
        return new ReplayOrder(run, clients, List.of(Entity.values()), null, to, 0, bulk);
    }
}
