package io.catwing.fetch;

import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.http.ClientRoutes;
import io.catwing.http.ConnectionStop;
import io.catwing.http.Rate;
import io.catwing.job.Job;
import io.catwing.login.StoredLogins;
import org.apache.camel.Variable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The routes of a client that fetch: one from the template {@code fetch-client}, and, before its first request, one to its
 * ERP from {@code ask-http}.
 */
@Component
public class FetchRoutes extends ClientRoutes {
    private final FetchStop stop;
    private final ObjectProvider<StoredLogins> logins;

    FetchRoutes(AskedErps asked, ConnectionStop connections, FetchStop stop, ObjectProvider<StoredLogins> logins) {
        super(asked, connections);
        this.stop = stop;
        this.logins = logins;
    }

    /** Name of the route that fetches a client's entities. */
    static String routeId(ClientId client) {
        return "fetch-" + client;
    }

    /** Name of the route that every request to a client's ERP goes through. */
    static String erpRouteId(ClientId client) {
        return "ask-erp-" + client;
    }

    @Override
    protected void make(Client client, Made routes) {
        if (client.erp().url() != null) {
            ErpConnection connection = new ErpConnection(client, logins.getIfAvailable());
            stop.watch(client.id(), connection);
            Rate rate = Rate.of(client.erp().limits().requestsPerSecond());
            routes.askLater(erpRouteId(client.id()), "askErp", rate, connection);
        }
        routes.route("fetch-client", routeId(client.id()))
                .parameter("client", client.id().toString());
    }

    /** Last of a fetch, however it went. Called by the route {@code fetch}. */
    public void logOut(@Variable(PlanFetch.JOB) Job job) {
        logOut(job.clients());
    }
}
