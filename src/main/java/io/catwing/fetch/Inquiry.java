package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.client.RequestSpec;
import io.catwing.client.Shape;
import io.catwing.client.Variables;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * The pages of a request beside an entity's own, such as a detail's: which comes next, and whether all came. What they hold
 * goes to a sink.
 */
final class Inquiry {
    private final FileFetch file;
    private final RequestSpec request;
    private final Variables variables;
    private final Envelope envelope;
    private final Pager pager;
    private final FileChecks checks;
    private final String what;

    /**
     * @param what is asked, for messages: {@code a detail}
     * @param variables without those of pages
     */
    Inquiry(
            FileFetch file,
            String what,
            RequestSpec request,
            Variables variables,
            JsonPointer records,
            Envelope.Total total,
            Paging paging) {
        this.file = file;
        this.what = what;
        this.request = request;
        this.variables = variables;
        this.envelope = within(file.spec(), records, total);
        this.pager = Pager.of(paging, new NextLinks(file.client().erp(), file.spec()), 0);
        this.checks = new FileChecks(file.client().erp().limits().pages(), total);
    }

    /** What an entity says of its answers, with another place of what is asked for. */
    static Envelope within(EntitySpec spec, JsonPointer records, Envelope.Total total) {
        Envelope of = spec.envelope();
        return new Envelope(
                records, total, of.error(), of.success(), of.retry(), null, Shape.ARRAY, of.noneWhen(), of.notNext());
    }

    ErpRequest next() {
        Variables all = pager.variables(variables);
        return pager.address()
                .map(address -> WriteRequest.at(address, request, all))
                .orElseGet(() -> WriteRequest.of(file.client().erp(), request, all));
    }

    /**
     * Reads a page.
     *
     * @param facts of what the sink gets
     * @param hash of what the sink got, by which a page that comes again is known
     * @return another one follows
     */
    boolean read(
            ErpRequest asked,
            InputStream body,
            List<String> links,
            PageSink sink,
            PageFacts facts,
            Supplier<String> hash)
            throws IOException {
        PageReader reader = file.reader(envelope, sink);
        JsonNode rest = AnswerFormats.read(reader, body, file.spec(), envelope, file.client());
        Predicates.of(envelope).check(rest);
        RecordsPlace place = reader.requireRecords(rest, checks.recordsOfRequest());
        return came(new PageAnswer(asked.address(), facts, rest, links, place.hasNothing()), hash.get());
    }

    /** Reads one of which the status says that nothing is there. @return another one follows */
    boolean readNothing(ErpRequest asked, List<String> links, PageFacts facts) {
        return came(new PageAnswer(asked.address(), facts, NullNode.getInstance(), links, true), "");
    }

    private boolean came(PageAnswer answer, String hash) {
        checks.page(answer, hash);
        PageAnswer known = answer.complete(checks.complete());
        if (pager.advance(known)) {
            checks.mayGoOn();
            return true;
        }
        if (!Boolean.TRUE.equals(known.complete()) && !pager.isSure(known)) {
            boolean one = pager instanceof Pager.OnePage;
            String setting = what.replaceFirst("^a ", "");
            new MoreSigns(envelope.notNext(), one)
                    .refuse(
                            known.envelope(),
                            known.links(),
                            one ? "one page is all that is asked for of " + what : "the pages of " + what + " end here",
                            "ask for all of it in one answer, by the size of a page in " + setting + ".request, or say "
                                    + setting + ".paging in the client's file");
        }
        checks.requestCameWhole();
        return false;
    }

    boolean isGuess() {
        return pager.isGuess();
    }

    /** A page after the first was said to be there. */
    boolean isPromised() {
        return pager.counted() && checks.pagesOfRequest() > 0;
    }

    Announced announced() {
        return pager.announced();
    }

    /** {@code , page 2}; empty for the first. */
    String page() {
        return checks.pagesOfRequest() == 0 ? "" : ", page " + (checks.pagesOfRequest() + 1);
    }
}
