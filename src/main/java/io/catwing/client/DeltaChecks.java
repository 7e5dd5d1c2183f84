package io.catwing.client;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import io.catwing.client.yaml.YamlNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What only an entity as a whole shows of its delta, and its assembly with what it inherits. */
final class DeltaChecks {
    static final Set<Variable> WINDOW = EnumSet.of(Variable.FROM, Variable.TO);

    private final Values erp;
    private final Values own;
    private final Reading reading;
    private final EntitySpec.Mapping mapping;

    /** @param mapping null if it is wrong */
    DeltaChecks(Values erp, Values own, EntitySpec.Mapping mapping) {
        this.erp = erp;
        this.own = own;
        this.reading = own.reading();
        this.mapping = mapping;
    }

    /** Null if the entity's files do not go on where earlier ones ended. */
    static Delta.Feed feed(Values own) {
        return own.has(EntityForm.SNAPSHOT)
                ? null
                : own.find(EntityForm.DELTA).map(d -> d.delta().feed()).orElse(null);
    }

    private DeltaForm.Draft draft() {
        return own.find(EntityForm.DELTA).orElse(null);
    }

    /** Some of the files list everything. */
    boolean hasSnapshots() {
        DeltaForm.Draft draft = draft();
        return draft != null
                && (draft.whole() != null || asksForEverything(draft.delta().feed()));
    }

    /** The first file, or one after the mark was forgotten. */
    private static boolean asksForEverything(Delta.Feed feed) {
        return feed != null && !(feed instanceof Delta.Newest newest && newest.first() != null);
    }

    /** @param asked of an ERP, not of a source @param paging null if it is wrong */
    void check(boolean asked, List<RequestDraft> requests, Paging paging) {
        DeltaForm.Draft draft = draft();
        if (draft == null) {
            return;
        }
        Delta delta = draft.delta();
        checkDeletions(hasSnapshots());
        boolean days = delta.feed() == null
                && draft.whole() == null
                && !delta.halves()
                && delta.overlap().isZero();
        if (!asked && !days) {
            own.refuse(
                    EntityForm.DELTA,
                    "says more than days, but a source is a route that is called with days",
                    "say delta: {days: …}; the route itself may ask further back");
        }
        if (delta.feed() != null) {
            checkFeed(delta.feed(), requests, paging);
        } else if (paging instanceof Paging.Version) {
            List<Key<?>> several = new ArrayList<>(List.of(EntityForm.PARENTS, EntityForm.SEARCH));
            if (requests.size() > 1) {
                several.add(EntityForm.REQUESTS);
            }
            requireOneEnd(several, "say request: alone, or another paging");
        }
        if (delta.halves()) {
            checkCap(requests);
        }
        if (draft.whole() != null) {
            checkWhole(draft, paging);
        }
    }

    /** Between two files that say what is deleted lies a snapshot, which says it by absence alone. */
    void checkDeletions(boolean snapshots) {
        if (mapping == null || mapping.deleted() == null) {
            return;
        }
        boolean absent = mapping.deleted().absent();
        YamlNode at = own.node();
        if (absent && !snapshots) {
            reading.refuse(
                    at,
                    at.path() + ".mapping says absent_is_deleted, but no file of a delta of days lists everything",
                    "say delta: {snapshot: {every: sunday, request: …}}, or take it away");
        } else if (!absent && snapshots && own.has(EntityForm.DELTA)) {
            reading.refuse(
                    at,
                    at.path()
                            + ".mapping says deleted_when, but what was deleted before one of its snapshots would be lost",
                    "say absent_is_deleted: true in the mapping as well");
        }
    }

    private void requireOneEnd(List<Key<?>> several, String hint) {
        several.stream()
                .filter(own::has)
                .forEach(key -> own.refuse(
                        key,
                        "does not go with a delta that goes on where the last file ended: there would be several ends",
                        hint));
    }

    private void checkFeed(Delta.Feed feed, List<RequestDraft> requests, Paging paging) {
        boolean byMark = !(feed instanceof Delta.Newest);
        requireOneEnd(
                byMark
                        ? List.of(EntityForm.REQUESTS, EntityForm.PARENTS, EntityForm.SEARCH)
                        : List.of(EntityForm.REQUESTS, EntityForm.PARENTS),
                "say request: alone, or delta: {days: …}");
        if (feed instanceof Delta.Link
                && paging != null
                && !(paging instanceof Paging.None
                        || paging instanceof Paging.NextLink
                        || paging instanceof Paging.LinkHeader)) {
            own.refuse(
                    EntityForm.DELTA,
                    "goes on by a link, but its pages do not",
                    "say paging: {type: next_link, next: …}, or none");
        }
        if (paging instanceof Paging.Version) {
            own.refuse(
                    EntityForm.DELTA,
                    "goes on by itself, and paging by version does so too",
                    "say delta: {days: 1} with paging by version, or another paging");
        }
        Variable needed = feed instanceof Delta.Token ? Variable.TOKEN : Variable.FROM;
        if (feed instanceof Delta.Link) {
            return;
        }
        for (RequestDraft request : requests) {
            // With a search it is the search that asks for the window.
            if (!own.has(EntityForm.SEARCH)
                    && templates(request).noneMatch(t -> t.variables().contains(needed))) {
                reading.refuse(
                        request.at(),
                        request.at().path() + " does not use {{" + needed + "}}: every file would hold everything",
                        "put {{" + needed + "}} into its query or body");
            }
        }
        if (asksForEverything(feed)
                || draft().whole() != null && draft().whole().request() == null) {
            withFurther(requests)
                    .filter(request -> hasHole(request, needed))
                    .forEach(request -> reading.refuse(
                            request.at(),
                            request.at().path() + " uses {{" + needed
                                    + "}} inside a longer text, but the file that asks for everything has no value for it",
                            feed instanceof Delta.Newest
                                    ? "say first: 2020-01-01 below delta, and a request of its own below snapshot, or have a"
                                            + " parameter be {{from}} alone"
                                    : "have a parameter be {{token}} alone"));
        }
    }

    /** A text of it would lack something where the variable has no value. */
    private static boolean hasHole(RequestDraft request, Variable variable) {
        boolean json = Place.ofBody(request.spec().headers()) == Place.JSON_BODY;
        return templates(request).anyMatch(t -> t.hasHole(variable, json && isBody(request, t)));
    }

    /** The requests, a search and one for the total. */
    private Stream<RequestDraft> withFurther(List<RequestDraft> requests) {
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        Stream<RequestDraft> further = Stream.concat(
                own.find(EntityForm.SEARCH).map(IdsForm.Search::request).stream(),
                own.find(EntityForm.TOTAL).map(EntityForm.Total::request).stream());
        return Stream.concat(requests.stream(), further.map(request -> request.overHeaders(defaults)));
    }

    /**
     * A delta whose request does not contain its window would fetch the same again every day, and one that names a day alone
     * only that one.
     *
     * @param own of a delta @param used by the request
     */
    static void requireWindow(Values own, RequestDraft request, Set<Variable> used) {
        Delta delta = own.find(EntityForm.DELTA).map(DeltaForm.Draft::delta).orElse(Delta.of(1));
        boolean newest = delta.feed() instanceof Delta.Newest;
        String at = request.at().path();
        String path = own.node().path();
        if (used.contains(Variable.FROM)) {
            return;
        }
        if (!used.contains(Variable.DATE)) {
            own.reading()
                    .refuse(
                            request.at(),
                            at + " uses neither {{from}} nor {{date}}, but " + path + " is a delta",
                            "ask for the window, or say snapshot: true");
        } else if (newest || delta.days() > 1 || !delta.overlap().isZero()) {
            String window = newest
                    ? "begins with the newest record"
                    : delta.days() > 1 ? "is " + delta.days() + " days" : "begins earlier, by its overlap";
            own.reading()
                    .refuse(
                            request.at(),
                            at + " asks for {{date}} alone, but the window of " + path + " " + window,
                            newest
                                    ? "ask from {{from}}"
                                    : "ask from {{from}}, the first day, to {{to}}, the day after the last");
        }
    }

    /** @param client in which bounds are written */
    void checkZone(ZoneId client, Formats formats, List<RequestDraft> requests) {
        if (feed(own) instanceof Delta.Newest newest) {
            new WindowZone(reading, client, formats)
                    .check(newest, withFurther(requests).toList());
        }
    }

    private static boolean isBody(RequestDraft request, Template template) {
        return request.body() != null && request.body().value().equals(template.toString());
    }

    private void checkCap(List<RequestDraft> requests) {
        for (RequestDraft request : requests) {
            Set<Variable> used = EnumSet.noneOf(Variable.class);
            templates(request).forEach(template -> used.addAll(template.variables()));
            if (!used.containsAll(WINDOW)) {
                reading.refuse(
                        request.at(),
                        request.at().path() + " does not use both {{from}} and {{to}}, so its window cannot be halved",
                        "ask from {{from}} to {{to}}, with times such as {{from|instant}}");
            } else if (templates(request).anyMatch(template -> template.writesOnlyDaysOf(WINDOW))) {
                reading.refuse(
                        request.at(),
                        request.at().path() + " writes {{from}} or {{to}} as a day, so its window cannot be halved",
                        "write a time, such as {{from|instant}} or {{from|yyyy-MM-dd'T'HH:mm:ssXXX}}");
            }
        }
        if (own.has(EntityForm.SEARCH) || own.has(EntityForm.PARENTS) || own.has(EntityForm.TOTAL)) {
            own.refuse(
                    EntityForm.DELTA,
                    "has cap or too_large, which do not go with search, parents or total",
                    "take it away");
        }
    }

    private void checkWhole(DeltaForm.Draft draft, Paging paging) {
        RequestDraft request = draft.whole().request();
        if (draft.delta().feed() == null) {
            // A snapshot that holds a window's records would have all others deleted.
            for (Key<?> key : List.<Key<?>>of(EntityForm.SEARCH, EntityForm.REPORT, EntityForm.TOTAL)) {
                if (own.has(key)) {
                    own.refuse(
                            EntityForm.DELTA,
                            "has a snapshot, but " + key.name() + " asks by the window on the snapshot's days, too",
                            "take the snapshot away, or say snapshot: true in place of delta");
                }
            }
        }
        if (request == null) {
            if (draft.delta().feed() == null) {
                own.refuse(
                        EntityForm.DELTA,
                        "has a snapshot without a request: that of the entity asks for a window",
                        "say snapshot: {every: …, request: {path: …}}");
            }
            return;
        }
        Set<Variable> known = EnumSet.of(Variable.DATE);
        if (paging != null) {
            known.addAll(Variable.of(paging));
        }
        if (own.isWrong(EntityForm.SEARCH) || own.isWrong(EntityForm.PARENTS)) {
            known.addAll(EnumSet.of(Variable.ID, Variable.IDS));
        }
        FurtherRequests.idOf(own).ifPresent(known::add);
        RequestDraft whole = request.over(withoutWindow());
        Set<Variable> used = new RequestCheck(reading, request.at().path(), known).check(whole);
        if (paging != null) {
            FurtherRequests.requireMoving(reading, whole, used, paging);
        }
        FurtherRequests.requireId(own, whole, used);
        Set<String> missing = mapping == null ? new TreeSet<>() : mapping.fromRequests();
        missing.removeAll(whole.with().keySet());
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing);
            reading.refuse(
                    whole.at(),
                    whole.at().path() + " does not carry " + names + ", which "
                            + own.node().path() + ".mapping takes from the request",
                    "give it with: {" + missing.iterator().next() + ": …}, as the entity's own requests have it");
        }
    }

    /** What erp.request asks by a window is not inherited. */
    private RequestDraft withoutWindow() {
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        return defaults == null ? null : defaults.without(EnumSet.of(Variable.FROM, Variable.TO, Variable.TOKEN));
    }

    /** All that a request is made of. */
    static Stream<Template> templates(RequestDraft request) {
        return Stream.of(
                        Stream.of(request.path()),
                        request.query().values().stream(),
                        request.headers().values().stream(),
                        Stream.ofNullable(request.body()))
                .flatMap(located -> located)
                .filter(located -> located != null)
                .map(located -> Template.of(located.value()));
    }

    /** The delta with the snapshot's request. @param formats of its times */
    Delta complete(AnswerShape answer, Formats formats) {
        DeltaForm.Draft draft = draft();
        Delta delta = draft.delta();
        Delta.Snapshot snapshot = draft.whole() == null
                ? null
                : new Delta.Snapshot(
                        draft.whole().every().orElse(null),
                        draft.whole().request() == null
                                ? List.of()
                                : List.of(answer.askedBy(draft.whole()
                                        .request()
                                        .over(withoutWindow())
                                        .spec())));
        Delta.Feed feed = delta.feed() instanceof Delta.Newest newest
                ? new Delta.Newest(
                        newest.at(),
                        newest.formats().isEmpty() ? formats.time() : newest.formats(),
                        formats.notation().zone(),
                        newest.first(),
                        formats.empty(),
                        formats.notation().emptyDates())
                : delta.feed();
        return new Delta(delta.days(), delta.overlap(), feed, snapshot, delta.cap(), delta.tooLarge());
    }
}
