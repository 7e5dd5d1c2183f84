package io.catwing.productimages;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Answer;
import io.catwing.http.Call;
import io.catwing.http.ErpRequest;
import io.catwing.http.LimitedBody;
import io.catwing.http.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** One request and its answer. Called by the routes {@code ask-image-…}, before and after the HTTP endpoint. */
@Component
public class AskImage {
    private static final String CALL = "call";
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** What a server, or what stands before it, says where it answers for no image at all. */
    private static final Set<Integer> SILENT = Set.of(429, 502, 503, 504);

    /** Makes the message a request. What is known is asked for only if it changed. */
    public void write(@Variable(FetchImage.IMAGE) Image image, Exchange exchange) {
        if (image.counters.isGivenUp(image.server())) {
            throw new QuarantinedFailure(
                    image.server() + " was given up: it did not answer for others before",
                    "look at the server's state, then run the same command again");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "image/jpeg, image/png, image/webp");
        image.there.filter(there -> image.isKnown()).ifPresent(there -> {
            if (there.etag() != null) {
                headers.put("If-None-Match", there.etag());
            }
            if (there.lastModified() != null) {
                headers.put("If-Modified-Since", there.lastModified());
            }
        });
        Call call = new Call(
                new ErpRequest("GET", image.address, headers, null),
                image.client().erp().limits().answer());
        image.erred = false;
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(call);
        exchange.setVariable(CALL, call);
    }

    /** Reads the answer into the spool file, as far as the client's limit. */
    public void read(@Variable(FetchImage.IMAGE) Image image, Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Answer answer = exchange.getVariable(CALL, Call.class).answer();
        int status = answer.status();
        try (InputStream body =
                message.getBody() instanceof InputStream stream ? stream : InputStream.nullInputStream()) {
            if (status == 304 && image.isKnown()) {
                image.answer = null;
                image.counters.answered(image.server());
            } else if (status == 200) {
                image.answer = answer(image, answer, body);
            } else {
                throw refusal(image, answer);
            }
        }
    }

    private static ImageAnswer answer(Image image, Answer answer, InputStream body) throws IOException {
        long limit = image.client().images().bytes();
        String sha256;
        try (InputStream limited = new LimitedBody(
                        body, limit, "put a smaller image there, or raise images.bytes in the client's file");
                OutputStream out = Files.newOutputStream(image.spool)) {
            sha256 = Sha256.copy(limited, out);
        } catch (QuarantinedFailure tooLong) {
            image.counters.answered(image.server());
            throw tooLong;
        }
        image.counters.answered(image.server());
        ImageFormat format = ImageFormat.of(image.spool);
        if (format.mayPass()) {
            throw new NotNow("it is " + format + (format == ImageFormat.EMPTY ? "" : ", not a JPEG, PNG or WebP"));
        }
        return new ImageAnswer(format, sha256, answer.header("ETag"), answer.header("Last-Modified"));
    }

    private static RuntimeException refusal(Image image, Answer answer) {
        int status = answer.status();
        String fact = ImageAddress.shown(image.address.toString()) + " answered " + status;
        if (status >= 500 || PASSING.contains(status)) {
            image.erred = !SILENT.contains(status);
            return new RetryableFailure(
                    fact,
                    "look at the server's state, then run the same command again",
                    RetryAfter.of(answer.header("Retry-After"), Clock.systemUTC()),
                    null);
        }
        image.counters.answered(image.server());
        String hint =
                switch (status) {
                    case 401, 403 -> "see whether the image is public; only the ERP's own server gets erp.auth";
                    case 404, 410 -> "have the ERP name an image that is there, or none";
                    default -> "look at what the ERP names as the product's image";
                };
        return new QuarantinedFailure(fact, hint);
    }

    /** Status 200, but what came looks like an excuse. It is asked for again, though not often. */
    static final class NotNow extends IOException {
        private static final long serialVersionUID = 1L;

        NotNow(String fact) {
            super(fact);
        }
    }
}
