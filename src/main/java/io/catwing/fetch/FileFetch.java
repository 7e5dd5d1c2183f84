package io.catwing.fetch;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Client;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final Turns turns;
    /** What is asked now, and what waits for its answer. */
    private final Deque<Asking> asked = new ArrayDeque<>();

    private boolean idsKnown;
    private Long greatestVersion;
    private boolean more = true;
    private int failures;
    private String note;
    private RawMetadata metadata;
    /** Takes the next answer as it is; usually null. */
    private KeptAnswer kept;

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
        this.turns = new Turns(spec, window);
        if (spec.search() != null || spec.parents() != null) {
            checks.ofEachRequest();
        }
        if (spec.search() != null) {
            asked.push(new AskSearch(this, window, settings.heldPage().toBytes(), this::ids));
        } else if (spec.parents() == null) {
            idsKnown = true;
            begin();
        }
    }

    /** What the requests are sent for: as the search found them, or from the raw file of the parents. */
    void ids(List<String> ids) {
        turns.ids(ids);
        idsKnown = true;
        begin();
    }

    /** Begins the next request, if there is one. */
    private void begin() {
        if (spec.source() != null) {
            asked.push(new AskPages(this, Turns.NONE, newPager()));
            return;
        }
        Turns.Turn turn = turns.next();
        more = turn != null;
        if (!more) {
            return;
        }
        asked.push(new AskPages(this, turn, newPager()));
        if (spec.total() != null) {
            asked.push(new AskTotal(this, turn.variables()));
        }
    }

    public boolean more() {
        return more;
    }

    private Asking asking() {
        if (!idsKnown && asked.isEmpty()) {
            throw new IllegalStateException("the parents of " + key + " were not read");
        }
        return asked.peek();
    }

    ErpRequest next() {
        return asking().next();
    }

    /**
     * Reads the answer to {@link #next()}. When it fails, this file is as it was before.
     *
     * @param links values of the Link header
     * @throws IOException when the body is cut, or is no JSON
     */
    void read(ErpRequest request, InputStream body, List<String> links) throws IOException {
        if (kept != null) {
            kept.take(body, links);
            return;
        }
        asking().read(request, body, links);
        failures = 0;
    }

    /** Answers are not read, but kept as they are. */
    void keep(KeptAnswer answer) {
        kept = answer;
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
        return asking().isPromised() && (status == 400 || status == 404);
    }

    /** The status alone says that there is nothing: 204, or what the client's file declares. */
    boolean saysNothing(int status) {
        return status == NO_CONTENT
                || asking().isGuess() && BEYOND.contains(status)
                || spec.envelope().noneWhen().statuses().contains(status);
    }

    /** Takes the answer to {@link #next()} for one without a record, or a detail of which there is none. */
    void readNothing(ErpRequest request, List<String> links) {
        asking().readNothing(request, links);
        failures = 0;
    }

    /** As {@link #read}, of what a source answers with. */
    void readSource(Long declared, InputStream answer) throws IOException {
        checks.declare(declared);
        ((AskPages) asking()).readBody(null, answer, List.of());
        failures = 0;
    }

    /** This is asked before what is asked now goes on. */
    void ask(Asking further) {
        asked.push(further);
    }

    /** It asks for nothing more. */
    void done(Asking last) {
        if (asked.pop() != last) {
            throw new IllegalStateException("what ends is not what was asked last");
        }
    }

    /** A page of the file came whole. @return what is known of it */
    PageAnswer pageCame(PageAnswer answer) {
        checks.page(answer, spool.pageHash());
        answer.facts().pageCame();
        fields.pageCame();
        Long version = answer.facts().greatestVersion();
        if (version != null) {
            greatestVersion = greatestVersion == null ? version : Math.max(greatestVersion, version);
        }
        return answer.complete(checks.complete());
    }

    /** The last page of a request came, and all of them were counted. */
    void requestCame() {
        seen.clear();
        if (spec.source() != null) {
            more = false;
        } else {
            begin();
        }
    }

    private Pager newPager() {
        return Pager.of(spec.paging(), new NextLinks(client.erp()), startVersion);
    }

    /** Of a page that begins. */
    PageFacts facts() {
        return new PageFacts(spec.paging(), names, seen);
    }

    HeldBytes heldBytes() {
        return new HeldBytes(settings.heldPage().toBytes());
    }

    PageReader reader(Envelope envelope, PageSink sink) {
        Set<String> notNext = spec.continues() == null
                ? Set.of()
                : Set.of(spec.continues().next().last().getMatchingProperty());
        return new PageReader(
                envelope,
                notNext,
                spec.answer().notNumbers(),
                settings.envelope().toBytes(),
                sink);
    }

    /** Second calls a page, at most. */
    int details() {
        return details;
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
        return asked.isEmpty() ? "the next request" : asked.peek().place();
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

    /** Every page came and the whole was checked. */
    void finished(RawMetadata of) {
        metadata = of;
    }

    RawMetadata metadata() {
        return metadata;
    }

    /** What is to be told of the file though it is good, or null. */
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
