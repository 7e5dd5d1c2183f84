package io.catwing.http;

import io.catwing.client.Erp;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/** How connections are made, whatever they are for. */
public final class Connections {

    private static final String USER_AGENT = "catwing";

    /** Waiting for one of a server's few connections is no failure, however long the others' answers are. */
    private static final Timeout TURN = Timeout.ofHours(6);

    private Connections() {}

    /**
     * Repeating is the route's business alone, and an ERP's cookies are those that a session login got.
     *
     * @param connections at a time
     * @param names finds the addresses that are connected to
     * @param redirects that are followed at most, where they are followed at all
     */
    public static HttpClientBuilder builder(Erp.Limits limits, int connections, DnsResolver names, int redirects) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(limits.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout((int) limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        RequestConfig request = RequestConfig.custom()
                .setResponseTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(TURN)
                .setMaxRedirects(redirects)
                .build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connection)
                        .setDnsResolver(names)
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .setDefaultRequestConfig(request)
                .setUserAgent(USER_AGENT)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
    }
}
