package io.catwing.job;

import io.catwing.client.Clients;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/** Keeps the clients of a run as they are until its exchange ends. Called by the routes of runs that do not fetch. */
@Component
public class ClientsInUse {
    private final Clients clients;

    ClientsInUse(Clients clients) {
        this.clients = clients;
    }

    /** First, before anything of a client is read. */
    public void hold(@Body Job job, Exchange exchange) {
        Clients.Use use = clients.use(job.clients());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                use.close();
            }
        });
    }
}
