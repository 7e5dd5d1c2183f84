package io.catwing.http;

import io.catwing.client.Erp;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.DeflateInputStreamFactory;
import org.apache.hc.client5.http.entity.InputStreamFactory;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** How connections are created, whatever they are for, and how much of an answer is read at most. */
public final class Connections {

    /** Of an answer's head, and of a chunked body's trailer. */
    static final int HEADERS = 200;

    /** Bytes of one header, of a status line, and of a chunk's first line. */
    static final int HEADER_LINE = 32 << 10;

    private static final int EMPTY_LINES = 10;
    private static final String USER_AGENT = "catwing";

    /** Waiting for one of a server's few connections is not a failure, however long the others' answers take. */
    private static final Timeout TURN = Timeout.ofHours(6);

    private final PoolingHttpClientConnectionManager pool;
    private final HttpClientBuilder builder;

    private Connections(PoolingHttpClientConnectionManager pool, HttpClientBuilder builder) {
        this.pool = pool;
        this.builder = builder;
    }

    /** By Java's own certificates. */
    public static Connections of(
            Erp.Limits limits, int connections, DnsResolver names, RedirectStrategy followed, int redirects) {
        return of(limits, null, connections, names, followed, redirects);
    }

    /** To a client's ERP, with the certificates that its file names. */
    public static Connections of(
            Erp erp, int connections, DnsResolver names, RedirectStrategy followed, int redirects) {
        return of(erp.limits(), ErpTls.of(erp), connections, names, followed, redirects);
    }

    /** Below redirects: each hop passes it, those within the host too. */
    public Connections with(String name, ExecChainHandler each) {
        builder.addExecInterceptorAfter(ChainElement.REDIRECT.name(), name, each);
        return this;
    }

    public CloseableHttpClient client() {
        return builder.build();
    }

    /** Those that no request uses at the moment; the next one opens another. Never fails. */
    void closeIdle() {
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /**
     * Only the route retries, and the only cookies sent to an ERP are those from a session login.
     *
     * @param tls null: by Java's own certificates
     * @param connections at a time
     * @param names resolves the addresses to connect to
     * @param followed redirects; null: none
     * @param redirects that are followed at most
     */
    private static Connections of(
            Erp.Limits limits,
            TlsSocketStrategy tls,
            int connections,
            DnsResolver names,
            RedirectStrategy followed,
            int redirects) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(limits.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout(
                        (int) Math.min(Integer.MAX_VALUE, limits.timeout().toMillis()), TimeUnit.MILLISECONDS)
                .build();
        Http1Config head = Http1Config.custom()
                .setMaxHeaderCount(HEADERS)
                .setMaxLineLength(HEADER_LINE)
                .setMaxEmptyLineCount(EMPTY_LINES)
                .build();
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(head)
                        .responseParserFactory(ignored -> new AnswerHead(head))
                        .build())
                .setDefaultConnectionConfig(connection)
                .setDnsResolver(names)
                .setTlsSocketStrategy(tls)
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build();
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(request(limits, redirects))
                .setContentDecoderRegistry(decoders())
                .setUserAgent(USER_AGENT)
                .addExecInterceptorAfter(ChainElement.COMPRESS.name(), "bytes", new Bytes(limits.body()))
                .addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "turn", Connections::takeTurn)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
        Connections opened = new Connections(pool, builder);
        if (followed == null) {
            builder.disableRedirectHandling();
            return opened;
        }
        builder.setRedirectStrategy(followed);
        return opened.with("leftovers", new Leftovers(followed));
    }

    /** The JDK's gzip reader recurses for each member, and an answer of empty ones overflows the stack. */
    private static LinkedHashMap<String, InputStreamFactory> decoders() {
        InputStreamFactory gzip = in -> GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
        LinkedHashMap<String, InputStreamFactory> decoders = new LinkedHashMap<>();
        decoders.put("gzip", gzip);
        decoders.put("x-gzip", gzip);
        decoders.put("deflate", DeflateInputStreamFactory.getInstance());
        return decoders;
    }

    private static RequestConfig request(Erp.Limits limits, int redirects) {
        return RequestConfig.custom()
                .setResponseTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(TURN)
                .setMaxRedirects(redirects)
                .build();
    }

    /** Time runs from here on: waiting for a turn is not the server's fault, connecting is. */
    private static ClassicHttpResponse takeTurn(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!scope.execRuntime.isEndpointAcquired()) {
            scope.execRuntime.acquireEndpoint(scope.exchangeId, scope.route, null, scope.clientContext);
        }
        if (scope.clientContext.getAttribute(Deadline.ATTRIBUTE) instanceof Deadline deadline) {
            deadline.start();
        }
        return chain.proceed(request, scope);
    }

    /** Bytes as received: compressed ones may be endless and inflate to nothing. */
    private record Bytes(long limit) implements ExecChainHandler {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            scope.clientContext.setAttribute(BoundedClient.DELIMITED, entity == null || isDelimited(entity));
            if (entity != null) {
                response.setEntity(new HttpEntityWrapper(entity) {
                    private InputStream content;

                    @Override
                    public InputStream getContent() throws IOException {
                        if (content == null) {
                            content = new LimitedBody(super.getContent(), limit, "ask for smaller pages");
                        }
                        return content;
                    }
                });
            }
            return response;
        }

        /** What is compressed ends where its decoder says; whoever reads it fails if that does not come. */
        private static boolean isDelimited(HttpEntity entity) {
            String encoding = entity.getContentEncoding();
            return entity.isChunked()
                    || entity.getContentLength() >= 0
                    || encoding != null
                            && decoders().containsKey(encoding.strip().toLowerCase(Locale.ROOT));
        }
    }
}
