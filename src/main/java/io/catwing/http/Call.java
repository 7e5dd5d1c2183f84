package io.catwing.http;

import io.catwing.client.Auth;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * A request on its way through Camel's HTTP endpoint, and its answer. To Camel it is only a body: method, address
 * and headers are written by {@link StreamingHttpClient} alone, from the request, so that no header, placeholder or
 * expression of Camel's can be in them. One object per request; not thread-safe.
 */
public final class Call implements HttpEntity {

    private final ErpRequest request;
    private final Duration time;
    private final Auth auth;
    private Answer answer;

    /** @param time that the whole answer may take */
    public Call(ErpRequest request, Duration time) {
        this(request, time, null);
    }

    /** @param auth in place of the ERP's, without a login; or null */
    public Call(ErpRequest request, Duration time, Auth auth) {
        this.request = request;
        this.time = time;
        this.auth = auth;
    }

    Auth auth() {
        return auth;
    }

    Duration time() {
        return time;
    }

    public ErpRequest request() {
        return request;
    }

    /** @throws IllegalStateException before it was answered */
    public Answer answer() {
        if (answer == null) {
            throw new IllegalStateException(request + " was not answered yet");
        }
        return answer;
    }

    void answered(Answer came) {
        answer = came;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw notSent();
    }

    @Override
    public void writeTo(OutputStream out) {
        throw notSent();
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public Supplier<List<? extends Header>> getTrailers() {
        return null;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    @Override
    public long getContentLength() {
        return 0;
    }

    @Override
    public String getContentType() {
        return null;
    }

    @Override
    public String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return false;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }

    /** What Camel may log of a message's body. */
    @Override
    public String toString() {
        return request.toString();
    }

    private static UnsupportedOperationException notSent() {
        return new UnsupportedOperationException("only the connections of a client's file send a call");
    }
}
