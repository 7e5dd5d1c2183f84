package io.catwing.fetch;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.Erp;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import io.catwing.http.AuthenticatedExec;
import io.catwing.http.ClientConnection;
import io.catwing.http.Connections;
import io.catwing.http.ErpRequest;
import io.catwing.http.Logins;
import io.catwing.http.StreamingHttpClient;
import io.catwing.login.StoredLogins;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The connections to one client's ERP: as many as it bears, and with its credentials on each request. */
final class ErpConnection implements ClientConnection {

    /** Within the host. */
    private static final int REDIRECTS = 50;

    private final StreamingHttpClient erp;
    private final Logins logins;
    private final AuthenticatedExec credentials;

    ErpConnection(Client client, StoredLogins stored) {
        Erp.Limits limits = client.erp().limits();
        logins = new Logins(client, stored);
        credentials = new AuthenticatedExec(client, logins);
        erp = new StreamingHttpClient(
                Connections.of(
                                client.erp(),
                                limits.concurrentRequests(),
                                SystemDefaultDnsResolver.INSTANCE,
                                new SameHost(),
                                REDIRECTS)
                        .with(
                                "credentials",
                                new WithDownloads(
                                        client.erp().url(),
                                        Downloads.origins(client),
                                        new OwnServer(client.erp().url(), credentials))),
                limits);
    }

    @Override
    public HttpClient client() {
        return erp;
    }

    /** Sends a request of which only the status matters. @param auth in place of the ERP's, or null @return it */
    int send(ErpRequest request, Duration time, Auth auth) throws IOException {
        return erp.send(request, time, auth);
    }

    /** Ends the requests of files, those under way and any later; {@link #send} goes on. */
    void cutRequests() {
        erp.cutCalls();
    }

    /** Ends requests and logins under way at once. */
    @Override
    public void cut() {
        logins.cut();
        erp.close();
    }

    @Override
    public void logOut() {
        credentials.logOut();
        erp.closeIdle();
        logins.closeIdle();
    }

    @Override
    public void close() throws IOException {
        erp.close();
        logOut();
        logins.close();
    }

    /** What is downloaded from the servers that the client's file names for that is asked without credentials. */
    private record WithDownloads(URI erp, Set<String> downloads, ExecChainHandler own) implements ExecChainHandler {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            String asked =
                    Addresses.origin(URI.create(scope.route.getTargetHost().toURI()));
            return downloads.contains(asked) && !asked.equals(Addresses.origin(erp))
                    ? chain.proceed(request, scope)
                    : own.execute(request, scope, chain);
        }
    }

    /** Whatever was checked before: credentials go to the server of erp.url, and so does nothing else of this client. */
    private record OwnServer(URI erp, ExecChainHandler credentials) implements ExecChainHandler {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            String asked =
                    Addresses.origin(URI.create(scope.route.getTargetHost().toURI()));
            if (!asked.equals(Addresses.origin(erp))) {
                throw new QuarantinedFailure(
                        "the request leads to " + asked + ", but the ERP is " + Addresses.origin(erp),
                        "if the ERP really moved, correct erp.url in the client's file");
            }
            return credentials.execute(request, scope, chain);
        }
    }

    /** Credentials go nowhere else, so neither does the request; and a POST does not become a GET without its body. */
    static final class SameHost extends DefaultRedirectStrategy {
        @Override
        public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
                throws ProtocolException {
            boolean asGet = response.getCode() < HttpStatus.SC_TEMPORARY_REDIRECT;
            return super.isRedirected(request, response, context) && !(asGet && "POST".equals(request.getMethod()));
        }

        @Override
        public boolean isRedirectAllowed(HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
            // What is asked has its port, and an address that names none has not.
            return withPort(from).equals(withPort(to));
        }

        private static HttpHost withPort(HttpHost host) {
            return RoutingSupport.normalize(host, DefaultSchemePortResolver.INSTANCE);
        }
    }
}
