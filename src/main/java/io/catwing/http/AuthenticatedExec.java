package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.Erp;
import java.io.IOException;
import java.util.Set;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Adds a client's credentials to each request, and then its signature; renews the credentials once if the answer is 401 or
 * says that they expired.
 */
public final class AuthenticatedExec implements ExecChainHandler {

    /** Attribute of a request's context: what authenticates it in place of the ERP's, without a login. */
    static final String AUTH = "catwing.auth";

    private final Authentication authentication;
    private final ExpiredAnswer expired;
    private final RequestSignature signature;
    private final Erp erp;

    /** @param logins of the client */
    public AuthenticatedExec(Client client, Logins logins) {
        this.authentication = Authentication.of(client.erp().auth(), logins);
        this.expired = ExpiredAnswer.of(client.erp().auth());
        this.signature = RequestSignature.of(client.erp());
        this.erp = client.erp();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Auth own = scope.clientContext.getAttribute(AUTH) instanceof Auth auth ? auth : null;
        ClassicHttpRequest first = unsigned(request);
        Object added = own == null
                ? authentication.add(first)
                : Authentication.of(own, null).add(first);
        sign(first, own);
        ClassicHttpResponse response = chain.proceed(first, scope);
        if (added == Authentication.FIXED
                || response.getCode() != HttpStatus.SC_UNAUTHORIZED && !expired.says(response)) {
            return response;
        }
        Leftovers.drop(response, scope.execRuntime);
        authentication.renew(added);
        ClassicHttpRequest second = unsigned(request);
        authentication.add(second);
        sign(second, own);
        ClassicHttpResponse answer = chain.proceed(second, scope);
        if (expired.says(answer)) {
            Leftovers.drop(answer, scope.execRuntime);
            throw ExpiredAnswer.again(shown(request));
        }
        return answer;
    }

    /** Without the signature that an address from the ERP, such as a redirect's, repeats of an earlier request. */
    private ClassicHttpRequest unsigned(ClassicHttpRequest request) {
        ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
        if (erp.sign() != null && erp.sign().query() != null) {
            copy.setPath(Addresses.without(Set.of(erp.sign().query()), copy.getPath()));
        }
        return copy;
    }

    /** With its credentials once where the ERP repeated them; a parameter of the same name and of another value is its own. */
    private void sign(ClassicHttpRequest request, Auth own) throws IOException {
        Auth auth = own == null ? erp.auth() : own;
        request.setPath(Addresses.once(auth.queryNames(), request.getPath()));
        signature.add(request);
    }

    /** Without the query, which may hold a credential. */
    private static String shown(ClassicHttpRequest request) {
        return request.getMethod() + " " + request.getScheme() + "://" + request.getAuthority()
                + request.getPath().replaceAll("[?#].*", "");
    }

    /** Ends a login that has to be ended; the next request logs in again. Never fails. */
    public void logOut() {
        authentication.end();
    }
}
