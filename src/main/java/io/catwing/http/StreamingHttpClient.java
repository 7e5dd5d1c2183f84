package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Erp;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends the {@link Call} in a Camel message, and ignores everything else in that message: address, method and
 * headers. Leaves an answer open when its handler returns, so that Camel's HTTP endpoint can pass it on as a stream; the client
 * library would read it to its end there and then. Closing the stream before its end drops the connection
 * instead of reading the rest, which may be endless.
 */
public final class StreamingHttpClient implements HttpClient {

    private final BoundedClient client;

    /** Weakly: they are forgotten with their answers. */
    private final Set<HttpUriRequestBase> calls =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile boolean cut;

    public StreamingHttpClient(Connections connections, Erp.Limits limits) {
        this.client = new BoundedClient(connections, limits);
    }

    @Override
    public ClassicHttpResponse executeOpen(HttpHost host, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        Call call = call(request);
        HttpUriRequestBase written = write(call.request());
        calls.add(written);
        if (cut) {
            throw new IOException("the connections were closed");
        }
        BoundedClient.Open came =
                client.open(written, call.request(), new Deadline(call.time(), written::cancel), call.auth());
        call.answered(came.answer());
        return forCamel(came);
    }

    /**
     * Sends a request of which only the status matters.
     *
     * @param time from now on, a turn included
     * @param auth in place of the ERP's, or null
     * @return the status
     */
    public int send(ErpRequest request, Duration time, Auth auth) throws IOException {
        HttpUriRequestBase written = write(request);
        Deadline deadline = new Deadline(time, written::cancel);
        deadline.start();
        BoundedClient.Open came = client.open(written, request, deadline, auth);
        if (came.body() != null) {
            came.body().close();
        }
        return came.answer().status();
    }

    /** Nothing that Camel made of its message is used, except the one object in it. */
    private static Call call(ClassicHttpRequest request) {
        if (request.getEntity() instanceof Call call) {
            return call;
        }
        throw new QuarantinedFailure(
                "these connections send only requests that a client's file declares",
                "have the route call direct:fetch-page or direct:fetch-product-image, or use an http endpoint without"
                        + " these connections");
    }

    private static HttpUriRequestBase write(ErpRequest request) {
        HttpUriRequestBase written = new HttpUriRequestBase(request.method(), request.address());
        request.headers().forEach(written::setHeader);
        if (request.body() != null) {
            written.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), null));
        }
        return written;
    }

    /** Status and body. An ERP's headers would become the message's, and some of those control Camel. */
    private static ClassicHttpResponse forCamel(BoundedClient.Open came) {
        ClassicHttpResponse bare = new BasicClassicHttpResponse(came.answer().status());
        if (came.body() != null) {
            bare.setEntity(new InputStreamEntity(came.body(), null));
        }
        return bare;
    }

    @Override
    public <T> T execute(
            HttpHost host,
            ClassicHttpRequest request,
            HttpContext context,
            HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        ClassicHttpResponse response = executeOpen(host, request, context);
        try {
            return handler.handleResponse(response);
        } catch (HttpException e) {
            response.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    @Override
    public <T> T execute(ClassicHttpRequest request, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return execute(null, request, null, handler);
    }

    @Override
    public <T> T execute(
            ClassicHttpRequest request, HttpContext context, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return execute(null, request, context, handler);
    }

    @Override
    public <T> T execute(HttpHost host, ClassicHttpRequest request, HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        return execute(host, request, null, handler);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(ClassicHttpRequest request) throws IOException {
        return executeOpen(null, request, null);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpContext context) throws IOException {
        return executeOpen(null, request, context);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(HttpHost host, ClassicHttpRequest request) throws IOException {
        return executeOpen(host, request, null);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(HttpHost host, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        return executeOpen(host, request, context);
    }

    /** Ends calls in flight and refuses further ones; what is {@link #send sent} is not concerned. */
    public void cutCalls() {
        cut = true;
        synchronized (calls) {
            calls.forEach(HttpUriRequestBase::cancel);
        }
    }

    /** Closes the connections that no call uses at the moment. */
    public void closeIdle() {
        client.closeIdle();
    }

    /** Ends requests in flight. Not Closeable: Camel would close it with the first route that is stopped. */
    public void close() {
        client.close();
    }
}
