package io.catwing.fetch;

import io.catwing.client.Client;
import io.catwing.client.Erp;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/** The connections to one client's ERP: as many as it bears, and with its credentials on each request. */
final class ErpConnection implements AutoCloseable {

    private static final String USER_AGENT = "catwing";
    private static final int LOGINS_AT_A_TIME = 2;

    /** Waiting for one of the ERP's few connections is no failure, however long the others' answers are. */
    private static final Timeout TURN = Timeout.ofHours(6);

    private final CloseableHttpClient erp;
    private final CloseableHttpClient logins;

    ErpConnection(Client client) {
        Erp.Limits limits = client.erp().limits();
        logins = builder(limits, LOGINS_AT_A_TIME).disableRedirectHandling().build();
        Authentication authentication = Authentication.of(client.erp().auth(), new Logins(client, logins));
        erp = builder(limits, limits.concurrentRequests())
                .setRedirectStrategy(new SameHost())
                // Below redirects, so that a request that was redirected within the host carries them too.
                .addExecInterceptorAfter(
                        ChainElement.REDIRECT.name(), "credentials", new AuthenticatedExec(authentication))
                .build();
    }

    /** For Camel's endpoint. */
    HttpClient client() {
        return new StreamingHttpClient(erp);
    }

    @Override
    public void close() throws IOException {
        erp.close();
        logins.close();
    }

    /** Repeating is the route's business alone, and the ERP's cookies are those that a session login got. */
    private static HttpClientBuilder builder(Erp.Limits limits, int connections) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(limits.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout((int) limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        RequestConfig request = RequestConfig.custom()
                .setResponseTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(TURN)
                .build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connection)
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .setDefaultRequestConfig(request)
                .setUserAgent(USER_AGENT)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    /** Credentials go nowhere else, so neither does the request. */
    private static final class SameHost extends DefaultRedirectStrategy {
        @Override
        public boolean isRedirectAllowed(HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
            return from.equals(to);
        }
    }
}
