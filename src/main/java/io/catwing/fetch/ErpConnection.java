package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.http.AuthenticatedExec;
import io.catwing.http.Authentication;
import io.catwing.http.Connections;
import io.catwing.http.Logins;
import io.catwing.http.StreamingHttpClient;
import java.io.IOException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/** The connections to one client's ERP: as many as it bears, and with its credentials on each request. */
final class ErpConnection implements AutoCloseable {

    /** Within the host. */
    private static final int REDIRECTS = 50;

    private final CloseableHttpClient erp;
    private final Logins logins;

    ErpConnection(Client client) {
        Erp.Limits limits = client.erp().limits();
        logins = new Logins(client);
        erp = Connections.builder(limits, limits.concurrentRequests(), SystemDefaultDnsResolver.INSTANCE, REDIRECTS)
                .setRedirectStrategy(new SameHost())
                // Below redirects, so that a request that was redirected within the host carries them too.
                .addExecInterceptorAfter(
                        ChainElement.REDIRECT.name(),
                        "credentials",
                        new AuthenticatedExec(Authentication.of(client.erp().auth(), logins)))
                .build();
    }

    /** For Camel's endpoint. */
    HttpClient client() {
        return new StreamingHttpClient(erp);
    }

    /** Ends requests under way at once. */
    void cut() {
        erp.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() throws IOException {
        erp.close();
        logins.close();
    }

    /** Credentials go nowhere else, so neither does the request. */
    private static final class SameHost extends DefaultRedirectStrategy {
        @Override
        public boolean isRedirectAllowed(HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
            return from.equals(to);
        }
    }
}
