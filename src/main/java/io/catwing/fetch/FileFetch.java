package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Client;
import io.catwing.client.DeclaredError;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.client.Report;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.ErpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One raw file while it is fetched: which request comes next, and what has come so far. A request stays the next one
 * until its answer was read whole, so a failed page is asked again and nothing before it. Not safe for use by several
 * threads; one route works on it.
 */
final class FileFetch {

    private final Client client;
    private final EntitySpec spec;
    private final RawKey key;
    private final Spool spool;
    private final FetchSettings settings;
    private final FeedState feed;
    private final int details;
    private final FileChecks checks;
    private RecordKeys names;
    private final FieldCounts fields;
    private final SeenRecords seen = new SeenRecords(SeenRecords.MOST);
    private final FileTime time;

    private Turns turns;
    /** What is asked now, and what waits for its answer. */
    private final Deque<Asking> asked = new ArrayDeque<>();

    private final ReportState report = new ReportState();
    private URI address;
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
     * @param beginning where it begins
     */
    FileFetch(
            Client client,
            EntitySpec spec,
            RawKey key,
            Spool spool,
            FetchSettings settings,
            int details,
            Beginning beginning) {
        this.details = details;
        this.time = new FileTime(client.erp().limits());
        this.client = client;
        this.spec = spec;
        this.key = key;
        this.spool = spool;
        this.settings = settings;
        this.fields = new FieldCounts(spec);
        this.feed = new FeedState(client, spec, key, beginning);
        this.checks =
                new FileChecks(client.erp().limits().pages(), spec.envelope().total());
        if (spec.search() != null || spec.parents() != null || halves()) {
            checks.ofEachRequest();
        }
        start();
    }

    private void start() {
        // By versions, what changes meanwhile comes again. Of a source, whose one page may be long, no keys are held.
        names = RecordKeys.of(
                spec, isSnapshot() && spec.source() == null && !(spec.paging() instanceof Paging.Version));
        turns = new Turns(spec, feed, feed.window());
        if (spec.report() != null) {
            idsKnown = true;
            asked.push(new AskReport(this, feed.window()));
        } else if (spec.search() != null) {
            asked.push(new AskSearch(this, feed.window(), settings.heldPage().toBytes(), this::ids));
        } else if (spec.parents() == null) {
            idsKnown = true;
            begin();
        }
    }

    /**
     * The answer to the first request says that the ERP does not know any more where the newest earlier file ended. That to a request for
     * what belongs to a record says something of the record.
     */
    boolean isForgotten(int status) {
        boolean ofRecord = asking() instanceof AskDetails || asking() instanceof AskParts;
        return checks.pages() == 0 && !ofRecord && feed.isForgotten(status);
    }

    /** Everything is asked for instead. */
    void startAnew(int status) {
        note(feed.startAnew(status));
        asked.clear();
        failures = 0;
        start();
    }

    /** How long to wait before the next request. */
    Duration pause() {
        return asking().pause();
    }

    /** Its records come now. @param known what their requests may name @param answer that said so */
    void reportIsReady(Variables known, JsonNode answer) {
        Report.Download download = spec.report().download();
        turns = new Turns(spec, feed, known);
        address = download.at() == null ? null : new Downloads(client, download).address(answer);
        if (download.at() != null && address == null) {
            more = false;
            return;
        }
        begin();
    }

    /** Where the first page is, if not where its request says. */
    Optional<URI> firstAddress() {
        return address == null ? feed.link() : Optional.of(address);
    }

    /** What is asked now is where the report's answer said that its records are. */
    boolean isDownload() {
        return address != null && asking() instanceof AskPages;
    }

    /** The answer that comes next is in the entity's format; what is said of a report, or a total, is JSON. */
    boolean asksRecords() {
        return !(asking() instanceof AskReport || asking() instanceof AskTotal);
    }

    /** Of the report that the ERP makes for it; nothing is known of it where none is made. */
    ReportState report() {
        return report;
    }

    private boolean halves() {
        return spec.delta() != null && !isSnapshot() && spec.delta().halves();
    }

    private int cap() {
        return halves() ? spec.delta().cap() : 0;
    }

    /** Errors that refuse the window that is asked for now; none where no window is, as in a snapshot or a detail. */
    List<DeclaredError> tooLarge() {
        return halves() && asking() instanceof AskPages ? spec.delta().tooLarge() : List.of();
    }

    /** The ERP answered with one of {@link #tooLarge()}. @param shown of the answer, for messages */
    void halve(String shown) {
        ((AskPages) asking()).tooLarge(shown);
        failures = 0;
    }

    /** The window may hold more records than the ERP answers with. */
    boolean meetsCap() {
        return cap() > 0 && checks.reached(cap());
    }

    /** Asks for the two halves of a window in place of the whole. @throws QuarantinedFailure when it cannot be halved */
    void halve(Asking whole, Turns.Turn turn, String why, String hint) {
        turns.halve(turn, why, hint);
        spool.dropRequest();
        fields.dropRequest();
        checks.dropRequest();
        seen.clear();
        done(whole);
        begin();
    }

    /** What the requests are sent for: as the search found them, or from the raw file of the parents. */
    void ids(List<String> ids) {
        turns.ids(ids);
        idsKnown = true;
        begin();
    }

    /** Begins the next request, if there is one. */
    private void begin() {
        spool.beginRequest();
        fields.beginRequest();
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
        report.submitting(false);
        return ++failures;
    }

    /** What a status that is no success means to {@link #next()}. */
    StatusMeaning meaning() {
        return new StatusMeaning(asking(), spec.envelope().noneWhen());
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
        feed.came(answer.facts().newest());
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
        return Pager.of(
                spec.paging(),
                new NextLinks(client.erp(), spec),
                feed.beginning().version());
    }

    /** Of a page that begins. */
    PageFacts facts() {
        return new PageFacts(spec.paging(), names, seen).of(feed);
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
        long begun = feed.beginning().version();
        return Math.max(greatestVersion == null ? begun : greatestVersion, begun);
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

    /** The file will hold everything that exists. */
    boolean isSnapshot() {
        return feed.beginning().snapshot();
    }

    FeedState feed() {
        return feed;
    }

    /** What is to be told of the file though it is good, or null. */
    String note() {
        return note;
    }

    /** @param text null where there is nothing more to tell */
    void note(String text) {
        note = note == null || text == null ? note == null ? text : note : note + "; " + text;
    }

    FileChecks checks() {
        return checks;
    }
}
