package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Values;
import io.catwing.client.yaml.YamlNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Combines an entity with what it inherits from {@code erp}, and checks what only both together show. */
final class EntityAssembly {
    private static final EntitySpec.Volume VOLUME = new EntitySpec.Volume(0.5, false);

    private final Values erp;
    private final ZoneId zone;
    private final Entity entity;
    private final Values own;
    private final Reading reading;
    private final String path;
    private final boolean delta;

    EntityAssembly(Values erp, ZoneId zone, Entity entity, Values own) {
        this.erp = erp;
        this.zone = zone;
        this.entity = entity;
        this.own = own;
        this.reading = own.reading();
        this.path = own.node().path();
        this.delta = own.has(EntityForm.DELTA) && !own.has(EntityForm.SNAPSHOT);
    }

    /** Empty if something is wrong with the entity or with what it inherits; it has then been reported. */
    Optional<EntitySpec> assemble(EntitySpec.Mapping mapping) {
        boolean asked = !own.has(SourceForm.SOURCE);
        // What erp says of answers applies to those of its server, and of JSON only to JSON.
        Optional<AnswerShape> written =
                asked ? inherited(EntityForm.ANSWER, ErpForm.SHAPE, AnswerShape.JSON) : Optional.of(AnswerShape.JSON);
        boolean bare = written.map(AnswerShape::bare).orElse(false);
        ReportForm.Draft report = own.find(EntityForm.REPORT).orElse(null);
        boolean oneAddress = report != null && report.byAddress();
        Optional<Paging> paging =
                asked && !oneAddress ? inherited(ErpForm.PAGING, new Paging.None()) : Optional.of(new Paging.None());
        Optional<Envelope> envelope = asked && !bare || own.has(ErpForm.ENVELOPE)
                ? inherited(ErpForm.ENVELOPE, EnvelopeForm.BARE)
                : Optional.of(EnvelopeForm.BARE);
        Source source = SourceForm.of(own, envelope.orElse(null));
        Optional<AnswerShape> answer = asked ? written : Optional.of(SourceForm.answer(own, source));
        Optional<Formats> formats = inherited(ErpForm.FORMATS, Formats.DEFAULT)
                .map(f -> answer.map(AnswerShape::notNumbers).orElse(false) ? f.withNotNumbers() : f);
        Optional<EntitySpec.Volume> volume = inherited(ErpForm.VOLUME, VOLUME);
        Optional<Double> rejectShare =
                own.has(EntityForm.REJECT_SHARE) ? own.find(EntityForm.REJECT_SHARE) : erp.find(ErpForm.REJECT_SHARE);
        List<RequestDraft> requests = requests();
        FurtherRequests further = new FurtherRequests(erp, own, days());
        if (report != null && !erp.isWrong(ErpForm.REQUEST)) {
            ReportForm.check(report, erp, own, days(), paging.orElse(null));
        }
        if (asked && !erp.isWrong(ErpForm.REQUEST) && paging.isPresent()) {
            checkRequests(requests, paging.get());
            further.check(bare, envelope.orElse(null));
        }
        if (asked && !erp.isWrong(ErpForm.REQUEST)) {
            Stream<RequestDraft> ofReport = report == null ? Stream.empty() : report.requests();
            AuthQuery.of(erp, own)
                    .check(
                            reading,
                            Stream.of(requests.stream(), ofReport, further.all())
                                    .flatMap(drafts -> drafts));
        }
        DeltaChecks deltas = new DeltaChecks(erp, own, mapping);
        if (delta) {
            List<RequestDraft> begin = report == null ? requests : List.of(report.submitted());
            deltas.check(asked, begin, paging.orElse(null));
            formats.ifPresent(f -> deltas.checkZone(zone, f, begin));
        } else if (mapping != null) {
            deltas.checkDeletions(true);
        }
        if (delta && !deltas.hasSnapshots() && own.has(ErpForm.VOLUME)) {
            own.refuse(ErpForm.VOLUME, "is a gate for snapshots, but this is a delta", "take it away");
        }
        if (paging.isPresent() && envelope.isPresent()) {
            checkBody(paging.get(), envelope.get(), bare);
        }
        if (answer.isPresent() && envelope.isPresent()) {
            checkErrors(answer.get(), envelope.get());
        }
        if (mapping != null) {
            checkWith(mapping, requests);
        }
        OAuth2Form.checkClear(own, EntityForm.AUTH, erp.find(ErpForm.URL).orElse(null));
        if (paging.isEmpty()
                || envelope.isEmpty()
                || answer.isEmpty()
                || formats.isEmpty()
                || volume.isEmpty()
                || rejectShare.isEmpty()
                || mapping == null
                || !reading.problems().isEmpty()) {
            return Optional.empty();
        }
        if (!checkCurrency(mapping, formats.get())) {
            return Optional.empty();
        }
        EntitySpec.Mapping whole = MappingVersion.complete(mapping, Model.of(entity), formats.get());
        return Optional.of(new EntitySpec(
                entity,
                !delta,
                delta ? deltas.complete(answer.get(), formats.get()) : null,
                (report == null
                                ? requests.stream().map(RequestDraft::spec)
                                : Stream.of(ReportForm.download(report, erp)))
                        .map(request -> answer.get().askedBy(request))
                        .toList(),
                source,
                paging.get(),
                envelope.get(),
                further.detail(answer.get()),
                volume.get(),
                rejectShare.get(),
                whole,
                MappingVersion.of(entity, zone, whole),
                answer.get(),
                further.search(answer.get()),
                own.find(EntityForm.PARENTS).orElse(null),
                further.total(answer.get()),
                own.find(EntityForm.CONTINUES).orElse(null),
                report == null ? null : ReportForm.complete(report, erp),
                own.find(EntityForm.AUTH).orElse(null)));
    }

    private <T> Optional<T> inherited(Key<T> mine, Key<T> its, T fallback) {
        return own.has(mine) ? own.find(mine) : erp.has(its) ? erp.find(its) : Optional.of(fallback);
    }

    /** A status has one meaning, unless the body says which. */
    private void checkErrors(AnswerShape answer, Envelope envelope) {
        YamlNode at = own.node();
        Delta of =
                delta ? own.find(EntityForm.DELTA).map(DeltaForm.Draft::delta).orElse(null) : null;
        Set<Integer> none = envelope.noneWhen().statuses();
        DeclaredErrorForm.requireOne(reading, at, "answer.later", answer.later(), none, "envelope.none_when");
        if (of != null) {
            Set<Integer> large = DeclaredErrorForm.statuses(of.tooLarge());
            Set<Integer> later = DeclaredErrorForm.statuses(answer.later());
            DeclaredErrorForm.requireOne(reading, at, "answer.later", answer.later(), large, "delta.too_large");
            DeclaredErrorForm.requireOne(reading, at, "delta.too_large", of.tooLarge(), later, "answer.later");
            DeclaredErrorForm.requireOne(reading, at, "delta.too_large", of.tooLarge(), none, "envelope.none_when");
            Set<Integer> forgotten = of.feed() instanceof Delta.Link link
                    ? link.forgotten()
                    : of.feed() instanceof Delta.Token token ? token.forgotten() : Set.of();
            DeclaredErrorForm.requireOne(reading, at, "answer.later", answer.later(), forgotten, "delta.forgotten");
        }
    }

    /** What the mapping takes from a request, each request must carry. */
    private void checkWith(EntitySpec.Mapping mapping, List<RequestDraft> requests) {
        Set<String> missing = mapping.fromRequests();
        missing.removeIf(name -> !requests.isEmpty()
                && requests.stream().allMatch(request -> request.with().containsKey(name)));
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing);
            reading.refuse(
                    own.node(),
                    path + ".mapping takes " + names + " from the request, but not every request carries it",
                    "give each request with: {" + missing.iterator().next()
                            + ": …}; older raw files that have it are read by the pointer /" + RequestSpec.WITH + "/"
                            + missing.iterator().next());
        }
    }

    private <T> Optional<T> inherited(Key<T> key, T fallback) {
        if (own.has(key)) {
            return own.find(key);
        }
        return erp.has(key) ? erp.find(key) : Optional.of(fallback);
    }

    /** Amounts in minor units need a currency. */
    private boolean checkCurrency(EntitySpec.Mapping mapping, Formats formats) {
        Notation.MinorUnits minor = formats.notation().minorUnits();
        Model model = Model.of(entity);
        boolean amounts = Stream.of(model.head(), model.line())
                .filter(table -> table != null)
                .flatMap(table -> table.columns().stream())
                .filter(Table.Column::money)
                .anyMatch(column -> mapping.columns().containsKey(column.name())
                        || mapping.lineColumns().containsKey(column.name()));
        if (minor == null || minor.currency() != null || mapping.columns().containsKey("currency") || !amounts) {
            return true;
        }
        reading.refuse(
                own.node(),
                path + " has amounts in minor units, but no currency",
                model.head().column("currency").isPresent()
                        ? "map the column currency, or say formats: {minor_units: true, currency: EUR}"
                        : "say formats: {minor_units: true, currency: EUR}");
        return false;
    }

    private List<RequestDraft> requests() {
        List<RequestDraft> requests = new ArrayList<>();
        own.find(EntityForm.REQUEST).ifPresent(requests::add);
        own.find(EntityForm.REQUESTS).ifPresent(requests::addAll);
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        return requests.stream().map(request -> request.over(defaults)).toList();
    }

    private Set<Variable> days() {
        if (DeltaChecks.feed(own) instanceof Delta.Token) {
            return EnumSet.of(Variable.DATE, Variable.TOKEN);
        } else if (DeltaChecks.feed(own) instanceof Delta.Link) {
            return EnumSet.of(Variable.DATE);
        }
        return delta ? EnumSet.of(Variable.DATE, Variable.FROM, Variable.TO) : EnumSet.of(Variable.DATE);
    }

    private void checkRequests(List<RequestDraft> requests, Paging paging) {
        Set<Variable> known = days();
        known.addAll(Variable.of(paging));
        if (own.isWrong(EntityForm.SEARCH) || own.isWrong(EntityForm.PARENTS)) {
            known.add(Variable.ID);
            known.add(Variable.IDS);
        }
        FurtherRequests.idOf(own).ifPresent(id -> {
            known.add(id);
            if (own.has(EntityForm.SEARCH) && own.has(EntityForm.PARENTS)) {
                own.refuse(EntityForm.PARENTS, "does not go with search", "keep one of them");
            }
        });
        RequestCheck check = new RequestCheck(reading, path, known);
        for (RequestDraft request : requests) {
            Set<Variable> used = check.check(request);
            FurtherRequests.requireMoving(reading, request, used, paging);
            FurtherRequests.requireId(own, request, used);
            checkWindow(request, used, paging);
        }
    }

    private void checkWindow(RequestDraft request, Set<Variable> used, Paging paging) {
        boolean byIds = own.has(EntityForm.SEARCH) || own.has(EntityForm.PARENTS);
        if (!delta || byIds || paging instanceof Paging.Version || DeltaChecks.feed(own) != null) {
            return;
        }
        DeltaChecks.requireWindow(own, request, used);
    }

    private void checkBody(Paging paging, Envelope envelope, boolean bare) {
        if (bare && own.has(ErpForm.ENVELOPE) && !envelope.saysNotNextAlone()) {
            own.refuse(
                    ErpForm.ENVELOPE,
                    "says more than not_next, but nothing is around the records of ndjson and csv",
                    "keep not_next alone, or correct answer.format");
        }
        if (envelope.records().equals(JsonPointer.empty()) && PagingForm.needsBody(paging)) {
            YamlNode at = own.has(ErpForm.PAGING) ? own.node(ErpForm.PAGING) : erp.node(ErpForm.PAGING);
            reading.refuse(
                    at,
                    at.path() + " looks beside the records, but the body of " + path + " is the records",
                    bare
                            ? "say another paging for the entity, such as {type: none}"
                            : "say envelope: {records: /…}, or choose another paging or stop");
        }
    }
}
