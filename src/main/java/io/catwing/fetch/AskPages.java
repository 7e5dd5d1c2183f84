package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.catwing.client.EntitySpec;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Asks for the pages of one request, whose records go into the raw file. */
final class AskPages implements Asking {
    private final FileFetch file;
    private final EntitySpec spec;
    private final Turns.Turn turn;
    private final Pager pager;

    AskPages(FileFetch file, Turns.Turn turn, Pager pager) {
        this.file = file;
        this.spec = file.spec();
        this.turn = turn;
        this.pager = pager;
    }

    @Override
    public ErpRequest next() {
        Variables variables = pager.variables(turn.variables());
        boolean first = file.checks().pagesOfRequest() == 0;
        return (first ? file.firstAddress() : pager.address())
                .map(address -> WriteRequest.at(address, turn.request(), variables))
                .orElseGet(() -> WriteRequest.of(file.client().erp(), turn.request(), variables));
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        readBody(asked.address(), body, links);
    }

    /** @param address null where it comes from a route */
    void readBody(URI address, InputStream body, List<String> links) throws IOException {
        PageFacts facts = file.facts();
        HeldPage page = HeldPage.of(spec, file.heldBytes(), facts, file.fields(), turn.with());
        file.spool().beginPage();
        file.fields().beginPage();
        boolean whole = false;
        try {
            PageReader reader = file.reader(
                    spec.envelope(),
                    page == null ? new SpoolSink(file.spool(), facts, file.fields(), turn.with()) : page);
            JsonNode envelope = AnswerFormats.read(reader, body, spec, spec.envelope(), file.client());
            Predicates.of(spec.envelope()).check(envelope);
            RecordsPlace place = reader.requireRecords(envelope, file.checks().recordsOfRequest());
            if (place.tookObject()) {
                facts.requireKeys();
            }
            if (spec.envelope().beside() != null) {
                page.joinChildren();
                page.writeTo(file.spool(), page.size());
            }
            PageAnswer answer = new PageAnswer(address, facts, envelope, links, place.hasNothing());
            whole = true;
            further(page, answer);
        } finally {
            if (!whole) {
                file.spool().dropPage();
            }
        }
    }

    /** What the records still wait for, if anything. */
    private void further(HeldPage page, PageAnswer answer) {
        if (spec.detail() != null && page.size() > 0) {
            int most = Math.min(page.size(), file.details());
            AskDetails details = new AskDetails(file, page, spec.detail(), turn.variables(), most, "", () -> {
                page.writeTo(file.spool(), most);
                came(answer);
            });
            file.ask(details);
            details.begin();
        } else if (spec.continues() != null && page.size() > 0) {
            AskParts parts = new AskParts(file, page, turn, answer.asked(), () -> {
                page.writeTo(file.spool(), page.size());
                came(answer);
            });
            file.ask(parts);
            parts.begin();
        } else {
            came(answer);
        }
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> links) {
        file.spool().beginPage();
        PageFacts none = file.facts();
        came(new PageAnswer(asked.address(), none, NullNode.getInstance(), links, true));
    }

    private void came(PageAnswer answer) {
        PageAnswer known = file.pageCame(answer);
        if (file.meetsCap()) {
            file.halve(
                    this,
                    turn,
                    "there are " + spec.delta().cap() + " records or more, which is delta.cap",
                    "ask for more records at once, or page by another way, in the client's file");
            return;
        }
        if (pager.advance(known)) {
            file.checks().mayGoOn();
            return;
        }
        LastPage.require(spec, pager, known);
        file.feed().lastPage(known);
        requireIds();
        file.checks().requestCameWhole();
        file.done(this);
        file.requestCame();
    }

    /** What a search found, and what was asked for by it, are the same records. */
    private void requireIds() {
        long records = file.checks().recordsOfRequest();
        if (spec.search() != null && spec.search().exact() && records != turn.ids()) {
            throw new QuarantinedFailure(
                    records + " records came for the " + turn.ids() + " ids that were asked for",
                    "does the ERP give fewer at once than search.batch? then make it smaller; if an id may have none or"
                            + " several, say search.exact: false");
        }
    }

    /** The ERP refused the window. @param shown its answer, for messages */
    void tooLarge(String shown) {
        file.halve(
                this,
                turn,
                "the ERP refuses what there is as too large (delta.too_large): it " + shown,
                "does its answer mean something else? then correct delta.too_large in the client's file; otherwise ask for"
                        + " less in a request, or page by another way");
    }

    @Override
    public String place() {
        return turn.place() + "page " + (file.checks().pagesOfRequest() + 1);
    }

    @Override
    public boolean isGuess() {
        return pager.isGuess();
    }

    @Override
    public boolean isPromised() {
        return pager.counted() && file.checks().pagesOfRequest() > 0;
    }

    @Override
    public Announced announced() {
        return file.isDownload() ? Announced.PAGE : pager.announced();
    }
}
