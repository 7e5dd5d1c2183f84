package io.catwing.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Adds a client's credentials to each request, and renews them once if the ERP answers 401. */
public final class AuthenticatedExec implements ExecChainHandler {

    private final Authentication authentication;

    public AuthenticatedExec(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpRequest first = ClassicRequestBuilder.copy(request).build();
        Object added = authentication.add(first);
        ClassicHttpResponse response = chain.proceed(first, scope);
        if (response.getCode() != HttpStatus.SC_UNAUTHORIZED || added == Authentication.FIXED) {
            return response;
        }
        Leftovers.drop(response, scope.execRuntime);
        authentication.renew(added);
        ClassicHttpRequest second = ClassicRequestBuilder.copy(request).build();
        authentication.add(second);
        return chain.proceed(second, scope);
    }
}
