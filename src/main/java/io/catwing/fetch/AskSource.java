package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.catwing.client.EntitySpec;
import io.catwing.client.Source;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.AskedServer;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Calls the route that an entity has for its source. Called by the routes {@code fetch-page} and {@code call-source}. */
@Component
public class AskSource {
    /** Variable of the exchange: the endpoint of the user's route. */
    private static final String ENDPOINT = "source";

    /** Variable that a route may set: how many records it answers with. */
    private static final String DECLARED = "declaredRecords";

    private static final String ANSWER = "sourceAnswer";
    private static final Logger LOG = LoggerFactory.getLogger(AskSource.class);

    private final CamelContext context;
    private final ProducerTemplate camel;
    private final ExecutorService pool;
    private final FetchStop stop;
    private final List<String> folders;

    /** @param routes where the program's own routes are */
    AskSource(
            CamelContext context,
            ProducerTemplate camel,
            @Qualifier("fetchPool") ExecutorService pool,
            FetchStop stop,
            @Value("${camel.main.routes-include-pattern}") List<String> routes) {
        this.folders = routes.stream()
                .map(pattern -> pattern.strip().replaceFirst("^classpath:", "").replaceFirst("[^/]*$", ""))
                .toList();
        this.context = context;
        this.camel = camel;
        this.pool = pool;
        this.stop = stop;
    }

    /** The file under way comes from a route, and not by requests. */
    public boolean isSource(Exchange exchange) {
        return FetchFile.fetch(exchange).spec().source() != null;
    }

    /** Calls the route, and reads its answer into the file. */
    public void ask(Exchange exchange) throws IOException {
        FileFetch fetch = FetchFile.fetch(exchange);
        String endpoint = fetch.spec().source().endpoint();
        FirstBytes first = null;
        try {
            requireOwn(endpoint);
            SourceAnswer answer = new SourceAnswer(
                    endpoint,
                    fetch.client().erp().limits(),
                    fetch.time().answer(endpoint),
                    () -> stop.isStopping(exchange));
            Future<?> call = pool.submit(() -> call(fetch, answer));
            try {
                if (fetch.spec().answer().format() != Source.Format.XML && answer.isPage()) {
                    throw new RetryableFailure(
                            endpoint + " answered with a page instead of records"
                                    + ShownAnswer.of(fetch.spec().envelope(), answer),
                            "look at the route and at the server that it asks, then run the same command again");
                }
                first = new FirstBytes(answer);
                fetch.readSource(answer.declared(), first);
            } finally {
                call.cancel(true);
                // Not by this thread: closing may wait for a read that hangs.
                pool.execute(() -> close(answer));
            }
        } catch (QuarantinedFailure failure) {
            throw fetch.quarantined(failure);
        } catch (JsonProcessingException e) {
            throw AskErp.noJson(fetch, endpoint, AskedServer.ERP, e, first);
        } catch (PageReader.NoJson e) {
            throw new RetryableFailure(
                    endpoint + ": " + e.getMessage() + first.told(), "look at what the route answers with", e);
        }
    }

    /** A client's file may have a route of its user's called, and none of the program's. */
    private void requireOwn(String endpoint) {
        String uri = endpoint.replace(":", "://");
        Route route = context.getRoutes().stream()
                .filter(r -> r.getEndpoint()
                        .getEndpointUri()
                        .replaceFirst("\\?.*", "")
                        .equals(uri))
                .findFirst()
                .orElseThrow(() -> new QuarantinedFailure(
                        "no route consumes it",
                        "put a route that is from " + endpoint + " into the folder of CATWING_ROUTES, or correct source"
                                + " in the client's file"));
        if (route.isCreatedByRouteTemplate() || route.getSourceResource() == null || isShipped(route.getRouteId())) {
            throw new QuarantinedFailure(
                    "it is a route of the program itself",
                    "let source in the client's file name a route from the folder of CATWING_ROUTES");
        }
    }

    /** By its file, which is named after the route: where it was read from looks different in a jar and in a folder. */
    private boolean isShipped(String route) {
        return folders.stream()
                .anyMatch(folder -> getClass().getClassLoader().getResource(folder + route + ".camel.yaml") != null);
    }

    private void call(FileFetch fetch, SourceAnswer answer) {
        Exchange done = camel.request("direct:call-source", exchange -> {
            exchange.setVariable(ENDPOINT, answer.endpoint());
            exchange.setVariable("client", fetch.client().id().toString());
            exchange.setVariable("entity", fetch.spec().entity().toString());
            exchange.setVariable("date", fetch.key().date().toString());
            exchange.setVariable(
                    "from", Window.from(fetch.spec(), fetch.key().date()).toString());
            exchange.setVariable("to", Window.to(fetch.key().date()).toString());
            exchange.setProperty(ANSWER, answer);
            exchange.setProperty(FetchFile.FETCH, fetch);
        });
        try {
            if (done.getException() != null) {
                answer.failed(done.getException());
            } else if (done.getProperty(ANSWER) != null) {
                answer.failed(new QuarantinedFailure(
                        "the route stopped before it had an answer", "look for stop: in the route"));
            }
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
    }

    /** Last step of {@code call-source}: while it works, what the user's route has opened is open. */
    public void handOn(Exchange exchange) throws IOException, InterruptedException {
        SourceAnswer answer = exchange.getProperty(ANSWER, SourceAnswer.class);
        FileFetch fetch = exchange.getProperty(FetchFile.FETCH, FileFetch.class);
        Long declared = declared(exchange.getVariable(DECLARED));
        answer.handOn(open(exchange, exchange.getMessage().getBody(), fetch.spec()), declared);
        exchange.removeProperty(ANSWER);
    }

    private static Long declared(Object value) {
        if (value == null) {
            return null;
        }
        if (!value.toString().matches("[0-9]{1,18}")) {
            throw new QuarantinedFailure(
                    "the variable " + DECLARED + " is no whole number but '" + RecordCopy.shown(value.toString()) + "'",
                    "have the route set it to the number of records, or not at all");
        }
        return Long.valueOf(value.toString());
    }

    private static InputStream open(Exchange exchange, Object body, EntitySpec spec) throws IOException {
        Source source = spec.source();
        if (body == null) {
            throw new RetryableFailure(
                    source.endpoint() + " answered with nothing",
                    "is there a file for this date? if so look at the route; else run the same command again later");
        }
        Charset declared =
                source.csv() == null ? spec.answer().charset() : source.csv().charset();
        Charset charset = declared == null ? StandardCharsets.UTF_8 : declared;
        if (body instanceof WrappedFile<?> file) {
            return open(exchange, file.getFile() instanceof File local ? local : file.getBody(), spec);
        } else if (body instanceof InputStream stream) {
            return stream;
        } else if (body instanceof File file) {
            return Files.newInputStream(file.toPath());
        } else if (body instanceof String text) {
            return new ByteArrayInputStream(text.getBytes(charset));
        } else if (body instanceof byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        } else if (body instanceof StreamCache) {
            return exchange.getContext().getTypeConverter().convertTo(InputStream.class, exchange, body);
        }
        throw new QuarantinedFailure(
                "the answer is a " + body.getClass().getName(),
                "have the route end with a stream, a file, text or bytes as its body; a marshal step makes them of objects");
    }

    private static void close(SourceAnswer answer) {
        InputStream open = answer.giveUp();
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.debug("the answer of {} was given up, and closing it failed", answer.endpoint(), e);
        }
    }
}
