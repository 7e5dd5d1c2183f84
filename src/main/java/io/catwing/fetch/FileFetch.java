package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.client.RequestSpec;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * One raw file while it is fetched: which request comes next, and what has come so far. A request stays the next one
 * until its answer was read whole, so a failed page is asked again and nothing before it. Not safe for use by several
 * threads; one route works on it.
 */
final class FileFetch {

    private static final int NO_CONTENT = 204;

    /** What ERPs answer for a page behind the last. */
    private static final Set<Integer> BEYOND = Set.of(400, 404, 416, 422);

    private final Client client;
    private final EntitySpec spec;
    private final RawKey key;
    private final Spool spool;
    private final FetchSettings settings;
    private final Variables window;
    private final int details;
    private final long startVersion;
    private final FileChecks checks;
    private final RecordKeys names;
    private final FieldCounts fields;
    private final SeenRecords seen = new SeenRecords(SeenRecords.MOST);
    private final FileTime time;

    private int request;
    private Pager pager;
    private HeldPage held;
    private int heldIndex;
    private PageAnswer heldAnswer;
    private Long greatestVersion;
    private boolean more = true;
    private int failures;
    private String note;
    private RawMetadata metadata;

    /**
     * @param details second calls a page, at most: a preview wants few
     * @param startVersion where a version paging begins
     */
    FileFetch(
            Client client,
            EntitySpec spec,
            RawKey key,
            Spool spool,
            FetchSettings settings,
            int details,
            long startVersion) {
        this.details = details;
        this.time = new FileTime(client.erp().limits());
        this.client = client;
        this.spec = spec;
        this.key = key;
        this.spool = spool;
        this.settings = settings;
        this.startVersion = startVersion;
        // By versions, what changes meanwhile comes again. Of a source, whose one page may be long, no keys are held.
        this.names = RecordKeys.of(
                spec, spec.snapshot() && spec.source() == null && !(spec.paging() instanceof Paging.Version));
        this.fields = new FieldCounts(spec);
        this.window = Variables.of(client)
                .with(Variable.DATE, key.date())
                .with(Variable.FROM, Window.from(spec, key.date()))
                .with(Variable.TO, Window.to(key.date()));
        this.checks =
                new FileChecks(client.erp().limits().pages(), spec.envelope().total());
        this.pager = newPager();
    }

    public boolean more() {
        return more;
    }

    ErpRequest next() {
        if (held != null) {
            Variables variables = window.with(Variable.ID, held.key(heldIndex));
            return WriteRequest.of(client.erp(), spec.detail().request(), variables);
        }
        RequestSpec template = spec.requests().get(request);
        Variables variables = pager.variables(window);
        return pager.address()
                .map(address -> WriteRequest.at(address, template, variables))
                .orElseGet(() -> WriteRequest.of(client.erp(), template, variables));
    }

    /**
     * Reads the answer to {@link #next()}. When it fails, this file is as it was before.
     *
     * @param links values of the Link header
     * @throws IOException when the body is cut, or is no JSON
     */
    void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        if (held != null) {
            readDetail(body, links);
        } else {
            readPage(asked.address(), body, links);
        }
        failures = 0;
    }

    FileTime time() {
        return time;
    }

    /** @return how often the step under way failed by now */
    int failedAgain() {
        return ++failures;
    }

    /** The ERP refused a page after the first, where pages are counted: it has fewer than it said. */
    boolean isBeyondLastPage(int status) {
        return held == null && pager.counted() && checks.pagesOfRequest() > 0 && (status == 400 || status == 404);
    }

    /** The status alone says that there is nothing: 204, or what the client's file declares. */
    boolean saysNothing(int status) {
        return status == NO_CONTENT
                || held == null && pager.isGuess() && BEYOND.contains(status)
                || spec.envelope().noneWhen().statuses().contains(status);
    }

    /** Takes the answer to {@link #next()} for one without a record, or a detail of which there is none. */
    void readNothing(ErpRequest asked, List<String> links) {
        if (held != null) {
            held.noDetailOf(heldIndex);
            detailCame();
        } else {
            spool.beginPage();
            PageFacts none = new PageFacts(spec.paging(), names, seen);
            pageCame(new PageAnswer(asked.address(), none, NullNode.getInstance(), links, true));
        }
        failures = 0;
    }

    /** As {@link #read}, of what a source answers with. */
    void readSource(SourceAnswer answer) throws IOException {
        checks.declare(answer.declared());
        readPage(null, answer, List.of());
        failures = 0;
    }

    private void readPage(URI address, InputStream body, List<String> links) throws IOException {
        PageFacts facts = new PageFacts(spec.paging(), names, seen);
        HeldPage page = HeldPage.of(spec, settings.heldPage().toBytes(), facts, fields);
        spool.beginPage();
        fields.beginPage();
        boolean whole = false;
        try {
            PageReader reader = new PageReader(
                    spec.envelope(),
                    settings.envelope().toBytes(),
                    page == null ? new SpoolSink(spool, facts, fields) : page);
            JsonNode envelope = AnswerFormats.read(reader, body, spec.source());
            Predicates.of(spec.envelope()).check(envelope);
            RecordsPlace place = reader.requireRecords(envelope, checks.recordsOfRequest());
            if (place.tookObject()) {
                facts.requireKeys();
            }
            if (spec.envelope().beside() != null) {
                page.joinChildren();
                page.writeTo(spool, page.size());
            }
            PageAnswer answer = new PageAnswer(address, facts, envelope, links, place.hasNothing());
            whole = true;
            if (spec.detail() != null && page != null && page.size() > 0) {
                held = page;
                heldIndex = 0;
                heldAnswer = answer;
            } else {
                pageCame(answer);
            }
        } finally {
            if (!whole) {
                spool.dropPage();
            }
        }
    }

    private void readDetail(InputStream body, List<String> links) throws IOException {
        Envelope around = LastPage.ofDetail(spec);
        PageReader reader = new PageReader(around, settings.envelope().toBytes(), held.detailOf(heldIndex));
        JsonNode envelope = reader.read(body);
        Predicates.of(around).check(envelope);
        reader.requireRecords(envelope, 0);
        LastPage.requireOfDetail(spec, envelope, links);
        held.noDetailOf(heldIndex);
        detailCame();
    }

    private void detailCame() {
        heldIndex++;
        if (heldIndex == Math.min(held.size(), details)) {
            held.writeTo(spool, heldIndex);
            held = null;
            pageCame(heldAnswer);
        }
    }

    private void pageCame(PageAnswer answer) {
        checks.page(answer, spool.pageHash());
        answer.facts().pageCame();
        fields.pageCame();
        Long version = answer.facts().greatestVersion();
        if (version != null) {
            greatestVersion = greatestVersion == null ? version : Math.max(greatestVersion, version);
        }
        PageAnswer known = answer.complete(checks.complete());
        if (pager.advance(known)) {
            checks.mayGoOn();
            return;
        }
        LastPage.require(spec, pager, known);
        checks.requestCameWhole();
        seen.clear();
        request++;
        more = request < spec.requests().size();
        pager = newPager();
    }

    private Pager newPager() {
        return Pager.of(spec.paging(), new NextLinks(client.erp()), startVersion);
    }

    /** Greatest version so far, and where none came the one that was begun with; null where the paging has none. */
    Long version() {
        if (!(spec.paging() instanceof Paging.Version)) {
            return null;
        }
        return Math.max(greatestVersion == null ? startVersion : greatestVersion, startVersion);
    }

    /** The page under way, for messages: what and where, such as {@code products, page 3}. */
    String place() {
        if (spec.source() != null) {
            return spec.source().endpoint();
        }
        String which = spec.requests().size() == 1 ? "" : "request " + (request + 1) + ", ";
        return held == null
                ? which + "page " + (checks.pagesOfRequest() + 1)
                : which + "detail of record '" + RecordCopy.shown(held.key(heldIndex)) + "'";
    }

    QuarantinedFailure quarantined(QuarantinedFailure failure) {
        return new QuarantinedFailure(key + ", " + place() + ": " + failure.fact(), failure.hint(), failure);
    }

    Client client() {
        return client;
    }

    EntitySpec spec() {
        return spec;
    }

    RawKey key() {
        return key;
    }

    Spool spool() {
        return spool;
    }

    FieldCounts fields() {
        return fields;
    }

    /** What is to be told of the file though it is good, or null. */
    /** Every page came and the whole was checked. */
    void finished(RawMetadata of) {
        metadata = of;
    }

    RawMetadata metadata() {
        return metadata;
    }

    String note() {
        return note;
    }

    void note(String text) {
        note = text;
    }

    FileChecks checks() {
        return checks;
    }
}
