package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.catwing.client.AnswerShape;
import io.catwing.client.Source;
import io.catwing.failure.JsonFault;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Answer;
import io.catwing.http.AskedServer;
import io.catwing.http.Backoff;
import io.catwing.http.Call;
import io.catwing.http.ErpRequest;
import io.catwing.http.RetryAfter;
import io.catwing.job.Event;
import io.catwing.job.Events;
import io.catwing.job.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** One request and its answer. Called by the routes {@code ask-erp-…}, before and after the HTTP endpoint. */
@Component
public class AskErp {

    private static final String CALL = "call";
    private static final String LINK = "Link";
    private static final Set<Integer> FINE = Set.of(200, 201, 203);
    private static final int BAD_REQUEST = 400;
    /** What tells a page of HTML. */
    private static final int PAGE = 16;

    private final FetchStop stop;
    private final Events events;

    AskErp(FetchStop stop, Events events) {
        this.stop = stop;
        this.events = events;
    }

    /** Makes the message the file's next request, when it is time for it. Nothing that was in it before goes to the ERP. */
    public void write(Exchange exchange) {
        stop.pause(exchange, FetchFile.fetch(exchange).pause());
        Call call;
        FileFetch fetch = FetchFile.fetch(exchange);
        try {
            ErpRequest request = fetch.next();
            call = new Call(request, fetch.time().answer(request), fetch.spec().auth());
        } catch (QuarantinedFailure failure) {
            throw fetch.quarantined(failure);
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(call);
        exchange.setVariable(CALL, call);
    }

    /** Where the last request of the exchange went. @param none where it has made none */
    static URI asked(Exchange exchange, URI none) {
        Call call = exchange.getVariable(CALL, Call.class);
        return call == null ? none : call.request().address();
    }

    private static AskedServer server(FileFetch fetch, ErpRequest request) {
        return Downloads.server(fetch.client(), fetch.spec().entity(), request.address());
    }

    /** Reads the answer into the file. */
    public void read(Exchange exchange) throws IOException {
        FileFetch fetch = FetchFile.fetch(exchange);
        Message message = exchange.getMessage();
        Call call = exchange.getVariable(CALL, Call.class);
        ErpRequest request = call.request();
        AskedServer server = server(fetch, request);
        Answer answer = call.answer();
        FirstBytes first = new FirstBytes(
                message.getBody() instanceof InputStream stream ? stream : InputStream.nullInputStream());
        try (InputStream body = first) {
            AnswerShape shape = fetch.spec().answer();
            InputStream rest = body;
            if (answer.status() >= BAD_REQUEST) {
                ErrorBody error = new ErrorBody(body);
                rest = error.again();
                if (error.says(fetch.tooLarge(), answer.status())) {
                    fetch.halve("answered " + answer.status()
                            + ShownAnswer.of(fetch.spec().envelope(), rest));
                    return;
                }
                if (error.says(shape.later(), answer.status())) {
                    throw later(fetch, request, answer, rest);
                }
            }
            if (fetch.isForgotten(answer.status())) {
                fetch.startAnew(answer.status());
                return;
            }
            if (fetch.meaning().saysNothing(answer.status())) {
                fetch.readNothing(request, answer.headers(LINK));
                return;
            }
            boolean taken = fetch.meaning().isTaken(answer.status());
            if (!taken && answer.status() < BAD_REQUEST && shape.mayMeanLater(answer.status())) {
                throw later(fetch, request, answer, null);
            }
            if (!taken && !FINE.contains(answer.status()) && !shape.success().contains(answer.status())) {
                throw new RefusedAnswer(fetch, request, server, answer).failure(rest);
            }
            InputStream records = noPage(fetch, request, answer, body);
            requireEnd(fetch, request, answer);
            fetch.read(request, records, answer.headers(LINK));
            String progress = fetch.report().takeProgress();
            if (progress != null) {
                tell(exchange, fetch, progress);
            }
        } catch (QuarantinedFailure failure) {
            throw fetch.quarantined(failure);
        } catch (JsonProcessingException e) {
            throw noJson(fetch, request, server, e, first);
        } catch (PageReader.NoJson e) {
            throw new RetryableFailure(request + ": " + e.getMessage() + first.told(), server.lookAgain(), e);
        } catch (SocketTimeoutException e) {
            throw new RetryableFailure(
                    Backoff.reason(e, request.toString(), fetch.client().erp().limits()),
                    Backoff.hint(e, server.lookAgain(), server),
                    e);
        } catch (IOException e) {
            throw new RetryableFailure(request + ": the answer was cut: " + e.getMessage(), server.lookAgain(), e);
        }
    }

    /** A connection that is cut between two lines of CSV would look like the end of the file. */
    private static void requireEnd(FileFetch fetch, ErpRequest request, Answer answer) {
        AnswerShape shape = fetch.spec().answer();
        if (!answer.delimited() && shape.hasNoEnd() && !shape.closeDelimited() && fetch.asksRecords()) {
            throw new QuarantinedFailure(
                    request.shown() + " answered " + shape.format().word()
                            + " without a length or chunks: if the connection were cut, the rest would be missed in silence",
                    "have the ERP send Content-Length, chunks or gzip; if it cannot, say answer: {close_delimited: true}"
                            + " in the client's file");
        }
    }

    private void tell(Exchange exchange, FileFetch fetch, String progress) {
        events.publish(new Event.ReportProgressed(
                exchange.getVariable("runId", RunId.class),
                fetch.key().client(),
                fetch.key().entity().toString(),
                fetch.key().date(),
                progress));
    }

    /** @param error body of an error; null where there is no error */
    private static RetryableFailure later(FileFetch fetch, ErpRequest request, Answer answer, InputStream error)
            throws IOException {
        return new RetryableFailure(
                request.shown() + " answered " + answer.status()
                        + (error == null
                                ? ": its answer is not ready yet"
                                : ", which asks to be asked again (answer.later)"
                                        + ShownAnswer.of(fetch.spec().envelope(), error)),
                "raise erp.retry.attempts or erp.retry.max_delay in the client's file, or run the same command again later",
                RetryAfter.of(answer.header("Retry-After"), Clock.systemUTC()),
                null);
    }

    /** The body, whose beginning was looked at: an HTML page with status 200 is a fault of the moment. */
    private static InputStream noPage(FileFetch fetch, ErpRequest request, Answer answer, InputStream body)
            throws IOException {
        AnswerShape shape = fetch.spec().answer();
        PushbackInputStream in = new PushbackInputStream(body, PAGE);
        int first = in.read();
        boolean blanks = shape.charset() == null && shape.csv() == null && shape.prefix() == null;
        while (blanks && (first == ' ' || first == '\n' || first == '\r' || first == '\t')) {
            first = in.read();
        }
        if (first < 0) {
            return in;
        }
        in.unread(first);
        boolean xml = shape.format() == Source.Format.XML && shape.packing() == AnswerShape.Packing.NONE;
        if (first == '<' && (!xml || isHtml(in))) {
            String type = answer.header("Content-Type") == null ? "" : answer.header("Content-Type");
            throw new RetryableFailure(
                    request + " answered with a page instead of "
                            + (shape.format() == Source.Format.JSON_ARRAY
                                    ? "JSON"
                                    : shape.format().word())
                            + (type.isEmpty() ? "" : " (" + type + ")")
                            + ShownAnswer.of(fetch.spec().envelope(), in),
                    server(fetch, request).lookAgain(),
                    null);
        }
        return in;
    }

    private static boolean isHtml(PushbackInputStream in) throws IOException {
        byte[] begin = in.readNBytes(PAGE);
        in.unread(begin);
        String text = new String(begin, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html") || text.startsWith("<html");
    }

    /** What was no JSON. @param request for the message @param server that answered @param first of the body */
    static RuntimeException noJson(
            FileFetch fetch, Object request, AskedServer server, JsonProcessingException e, FirstBytes first) {
        if (e instanceof StreamConstraintsException constraints) {
            return fetch.quarantined(TooMuch.of(constraints, 0));
        }
        if (e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return new RetryableFailure(request + ": the answer ends in the middle", server.lookAgain(), e);
        }
        String fault = JsonFault.of(e);
        return new RetryableFailure(
                request + ": the answer is no JSON at byte " + e.getLocation().getByteOffset() + ": " + fault
                        + first.told(),
                fault.endsWith("in the place of a number")
                        ? "if it means that there is no number, say answer: {not_numbers: true} in the client's file"
                        : fault.endsWith("is not UTF-8")
                                ? "if the ERP writes another charset, say it in the client's file, such as answer: {charset:"
                                        + " windows-1252}"
                                : server.lookAgain(),
                e);
    }
}
