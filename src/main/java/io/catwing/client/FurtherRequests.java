package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an entity asks besides its records: details, a search, a total. Checks them with what they inherit. */
final class FurtherRequests {
    private final RequestDraft defaults;
    private final Values own;
    private final Reading reading;
    private final Set<Variable> days;

    /** @param days that have a value in the entity's requests */
    FurtherRequests(Values erp, Values own, Set<Variable> days) {
        this.defaults = erp.find(ErpForm.REQUEST).orElse(null);
        this.own = own;
        this.reading = own.reading();
        this.days = days;
    }

    /** The variable that the entity's requests ask by; empty if they ask by none. */
    static Optional<Variable> idOf(Values own) {
        if (own.has(EntityForm.SEARCH)) {
            return own.find(EntityForm.SEARCH).map(s -> s.batch() == null ? Variable.ID : Variable.IDS);
        }
        return own.has(EntityForm.PARENTS)
                ? own.find(EntityForm.PARENTS).map(p -> p.batch() == 0 ? Variable.ID : Variable.IDS)
                : Optional.empty();
    }

    /** @param bare records with nothing around them come @param envelope null if it is wrong */
    void check(boolean bare, Envelope envelope) {
        for (Key<?> key :
                List.<Key<?>>of(EntityForm.DETAIL, EntityForm.CONTINUES, EntityForm.SEARCH, EntityForm.TOTAL)) {
            if (bare && own.has(key)) {
                own.refuse(
                        key, "is answered in JSON or XML, but the format is another", "say answer.format json or xml");
            }
        }
        boolean beside = envelope != null && envelope.beside() != null;
        if (own.has(EntityForm.DETAIL) && beside) {
            own.refuse(EntityForm.DETAIL, "does not go with envelope.beside", "keep one of them");
        }
        if (own.has(EntityForm.CONTINUES) && (beside || own.has(EntityForm.DETAIL))) {
            own.refuse(EntityForm.CONTINUES, "does not go with detail or envelope.beside", "keep one of them");
        }
        own.find(EntityForm.DETAIL).ifPresent(detail -> {
            boolean byId = idOf(own).filter(Variable.ID::equals).isPresent();
            check(detail, byId);
            if (detail.inner() != null) {
                check(detail.inner(), true);
            }
        });
        own.find(EntityForm.SEARCH).ifPresent(search -> {
            Set<Variable> known = EnumSet.copyOf(days);
            known.addAll(Variable.of(search.paging()));
            Set<Variable> used = requirePaging(known, search.request(), search.paging());
            if (own.has(EntityForm.DELTA)) {
                DeltaChecks.requireWindow(own, search.request(), used);
            }
            requireBody(own.node(EntityForm.SEARCH).path(), search.records(), search.paging(), search.total(), search);
        });
        own.find(EntityForm.TOTAL).ifPresent(total -> {
            Set<Variable> known = EnumSet.copyOf(days);
            idOf(own).ifPresent(known::add);
            checker(total.request(), known).check(total.request().overHeaders(defaults));
        });
    }

    /** The requests, which inherit no query; and the one of a delta's snapshots, which does. */
    Stream<RequestDraft> all() {
        Stream<EntityForm.Detail> details = own.find(EntityForm.DETAIL).stream()
                .flatMap(detail -> Stream.of(detail, detail.inner()))
                .filter(detail -> detail != null);
        return Stream.of(
                        details.map(EntityForm.Detail::request),
                        own.find(EntityForm.SEARCH).stream().map(IdsForm.Search::request),
                        own.find(EntityForm.TOTAL).stream().map(EntityForm.Total::request),
                        own
                                .find(EntityForm.DELTA)
                                .map(DeltaForm.Draft::whole)
                                .map(DeltaForm.Whole::request)
                                .map(request -> request.over(defaults))
                                .stream())
                .flatMap(requests -> requests);
    }

    private RequestCheck checker(RequestDraft request, Set<Variable> known) {
        return new RequestCheck(reading, request.at().path(), known);
    }

    private void check(EntityForm.Detail detail, boolean hasParent) {
        Set<Variable> known = EnumSet.copyOf(days);
        known.add(Variable.ID);
        if (hasParent) {
            known.add(Variable.PARENT);
        }
        Paging paging = detail.paging() == null ? new Paging.None() : detail.paging();
        known.addAll(Variable.of(paging));
        RequestDraft request = detail.request().overHeaders(defaults);
        String where = request.at().path();
        if (!requirePaging(known, detail.request(), paging).contains(Variable.ID)) {
            reading.refuse(
                    request.at(),
                    where + " does not use {{id}}: every record would get the same answer",
                    "put {{id}} into its path, query or body");
        }
        requireBody(where.replaceFirst("\\.request$", ""), detail.records(), paging, detail.total(), null);
    }

    private Set<Variable> requirePaging(Set<Variable> known, RequestDraft written, Paging paging) {
        Set<Variable> used = checker(written, known).check(written.overHeaders(defaults));
        requireMoving(reading, written, used, paging);
        return used;
    }

    /** A request that does not say which page it asks for gets the first one again and again. @param used by the request */
    static void requireMoving(Reading reading, RequestDraft written, Set<Variable> used, Paging paging) {
        Set<Variable> moving = Variable.of(paging);
        moving.remove(Variable.SIZE);
        for (Variable variable : moving) {
            if (!used.contains(variable)) {
                reading.refuse(
                        written.at(),
                        written.at().path() + " does not use {{" + variable + "}}: every page would be the first",
                        "put {{" + variable + "}} into its query, path or body, or say paging: {type: none}");
            }
        }
    }

    /** One that an entity asks by ids, and that does not say by which. @param used by the request */
    static void requireId(Values own, RequestDraft request, Set<Variable> used) {
        idOf(own).filter(id -> !used.contains(id)).ifPresent(id -> own.reading()
                .refuse(
                        request.at(),
                        request.at().path() + " does not use {{" + id + "}}: every answer would be the first",
                        "put {{" + id + "}} into its query, path or body"));
    }

    private void requireBody(
            String path, JsonPointer records, Paging paging, Envelope.Total total, IdsForm.Search search) {
        if (records.matches() && (PagingForm.needsBody(paging) || total != null)) {
            reading.refuse(
                    own.node(search == null ? EntityForm.DETAIL : EntityForm.SEARCH),
                    path + " looks beside what it asks for, but its records are the whole body",
                    "say records: /…, or choose another paging or stop");
        }
        if (paging instanceof Paging.Version) {
            reading.refuse(
                    own.node(search == null ? EntityForm.DETAIL : EntityForm.SEARCH),
                    path + " has a paging by version, which goes on where the last raw file ended",
                    "choose another paging");
        }
        if (search != null && search.key() == null && paging instanceof Paging.Keyset) {
            own.refuse(
                    EntityForm.SEARCH,
                    "is paged by the keys of its records, but they are ids and no objects",
                    "say key: if they are objects, or choose another paging");
        }
    }

    /** Null if there is none. */
    EntitySpec.Detail detail(AnswerShape answer) {
        return own.find(EntityForm.DETAIL).map(detail -> detail(detail, answer)).orElse(null);
    }

    private EntitySpec.Detail detail(EntityForm.Detail detail, AnswerShape answer) {
        return new EntitySpec.Detail(
                answer.askedBy(detail.request().overHeaders(defaults).spec()),
                detail.key(),
                detail.where(),
                detail.records(),
                detail.as(),
                detail.paging(),
                detail.total(),
                detail.inner() == null ? null : detail(detail.inner(), answer));
    }

    /** Null if there is none. */
    EntitySpec.Search search(AnswerShape answer) {
        return own.find(EntityForm.SEARCH)
                .map(search -> new EntitySpec.Search(
                        answer.askedBy(search.request().overHeaders(defaults).spec()),
                        search.records(),
                        search.key(),
                        search.total(),
                        search.paging(),
                        search.batch() == null ? 0 : search.batch(),
                        search.exact()))
                .orElse(null);
    }

    /** Null if there is none. */
    EntitySpec.Total total(AnswerShape answer) {
        return own.find(EntityForm.TOTAL)
                .map(total -> new EntitySpec.Total(
                        answer.askedBy(total.request().overHeaders(defaults).spec()), total.at()))
                .orElse(null);
    }
}
