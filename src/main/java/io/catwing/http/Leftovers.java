package io.catwing.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Cuts off the body of an answer that is followed by another request (a redirect, a refused token), which the library would
 * otherwise read to its end. It may be endless.
 */
final class Leftovers implements ExecChainHandler {

    private final RedirectStrategy redirects;

    Leftovers(RedirectStrategy redirects) {
        this.redirects = redirects;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (redirects.isRedirected(request, response, scope.clientContext)) {
            drop(response, scope.execRuntime);
        }
        return response;
    }

    /** The next request uses another connection, unless there was no body. */
    static void drop(ClassicHttpResponse response, ExecRuntime connection) {
        if (response.getEntity() != null) {
            connection.discardEndpoint();
            response.setEntity(null);
        }
    }
}
