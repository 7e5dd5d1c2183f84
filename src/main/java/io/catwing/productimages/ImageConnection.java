package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.AuthenticatedExec;
import io.catwing.http.ClientConnection;
import io.catwing.http.Connections;
import io.catwing.http.Logins;
import io.catwing.http.StreamingHttpClient;
import io.catwing.login.StoredLogins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The connections to the servers of one client's images. Each hop of a request is checked here once more, whatever was
 * checked before, and only the ERP's own server gets the ERP's credentials.
 */
final class ImageConnection implements ClientConnection {
    private static final int REDIRECTS = 3;

    private final AllowedServers servers;
    private final Logins logins;
    private final AuthenticatedExec credentials;
    private final StreamingHttpClient http;

    ImageConnection(Client client, DnsResolver names, StoredLogins stored) {
        servers = new AllowedServers(client);
        logins = new Logins(client, stored);
        credentials = new AuthenticatedExec(client, logins);
        http = new StreamingHttpClient(
                Connections.of(
                                client.erp(),
                                client.images().concurrentRequests(),
                                new CheckedNames(names),
                                new CheckedRedirects(),
                                REDIRECTS)
                        .with("servers", new CheckedHop()),
                client.erp().limits());
    }

    @Override
    public HttpClient client() {
        return http;
    }

    /** Ends requests and logins under way, and any later. */
    @Override
    public void cut() {
        logins.cut();
        http.cutCalls();
    }

    @Override
    public void logOut() {
        credentials.logOut();
        http.closeIdle();
        logins.closeIdle();
    }

    @Override
    public void close() throws IOException {
        http.close();
        logOut();
        logins.close();
    }

    private final class CheckedHop implements ExecChainHandler {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            URI server = URI.create(scope.route.getTargetHost().toURI());
            servers.check(server);
            return servers.isErp(server) ? credentials.execute(request, scope, chain) : chain.proceed(request, scope);
        }
    }

    private final class CheckedRedirects extends DefaultRedirectStrategy {
        @Override
        public boolean isRedirectAllowed(HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
            servers.checkRedirect(URI.create(from.toURI()), URI.create(to.toURI()));
            return true;
        }
    }

    private final class CheckedNames implements DnsResolver {
        private final DnsResolver names;

        CheckedNames(DnsResolver names) {
            this.names = names;
        }

        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return Arrays.stream(checked(host, port))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        /** Without a port it is not known whether the ERP is meant, so it is not. */
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return checked(host, -1);
        }

        private InetAddress[] checked(String host, int port) throws UnknownHostException {
            InetAddress[] found = names.resolve(host);
            try {
                for (InetAddress address : found) {
                    servers.check(host, port, address);
                }
            } catch (QuarantinedFailure refused) {
                throw new RefusedAddress(refused);
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return names.resolveCanonicalHostname(host);
        }
    }

    /** As the client library wants to hear it, so that it gives the connection back. */
    static final class RefusedAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        private final QuarantinedFailure failure;

        RefusedAddress(QuarantinedFailure failure) {
            super(failure.fact());
            this.failure = failure;
        }

        QuarantinedFailure failure() {
            return failure;
        }
    }
}
