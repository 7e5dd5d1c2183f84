package io.catwing.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Leaves an answer open when its handler returns, so that Camel's HTTP endpoint can hand it on as a stream. The client
 * library would read it to its end there and then. Whoever closes the stream before its end gives up the connection,
 * rather than read what is left, which may be endless.
 */
public final class StreamingHttpClient implements HttpClient {

    private final CloseableHttpClient client;

    public StreamingHttpClient(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    public <T> T execute(
            HttpHost host,
            ClassicHttpRequest request,
            HttpContext context,
            HttpClientResponseHandler<? extends T> handler)
            throws IOException {
        ClassicHttpResponse response = client.executeOpen(host, request, context);
        try {
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new OpenEntity(entity, response));
            }
            return handler.handleResponse(response);
        } catch (HttpException e) {
            response.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    /** Whose content is one stream, and ends the answer when it is closed. */
    private static final class OpenEntity extends HttpEntityWrapper {
        private final ClassicHttpResponse response;
        private InputStream content;

        OpenEntity(HttpEntity entity, ClassicHttpResponse response) {
            super(entity);
            this.response = response;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new FilterInputStream(super.getContent()) {
                    @Override
                    public void close() throws IOException {
                        // After the last byte the connection went back to the pool already, and this does nothing.
                        response.close();
                    }
                };
            }
            return content;
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
        return client.executeOpen(null, request, null);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpContext context) throws IOException {
        return client.executeOpen(null, request, context);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(HttpHost host, ClassicHttpRequest request) throws IOException {
        return client.executeOpen(host, request, null);
    }

    @Override
    @Deprecated
    public ClassicHttpResponse execute(HttpHost host, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        return client.executeOpen(host, request, context);
    }
}
