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
        // What erp says of answers applies to those of its server.
        Optional<Paging> paging = asked ? inherited(ErpForm.PAGING, new Paging.None()) : Optional.of(new Paging.None());
        Optional<Envelope> envelope = asked || own.has(ErpForm.ENVELOPE)
                ? inherited(ErpForm.ENVELOPE, EnvelopeForm.BARE)
                : Optional.of(EnvelopeForm.BARE);
        Source source = SourceForm.of(own, envelope.orElse(null));
        Optional<Formats> formats = inherited(ErpForm.FORMATS, Formats.DEFAULT);
        Optional<EntitySpec.Volume> volume = inherited(ErpForm.VOLUME, VOLUME);
        Optional<Double> rejectShare =
                own.has(EntityForm.REJECT_SHARE) ? own.find(EntityForm.REJECT_SHARE) : erp.find(ErpForm.REJECT_SHARE);
        List<RequestDraft> requests = requests();
        EntitySpec.Detail detail = null;
        if (asked && !erp.isWrong(ErpForm.REQUEST) && paging.isPresent()) {
            checkRequests(requests, paging.get());
            detail = own.find(EntityForm.DETAIL).map(this::detail).orElse(null);
        }
        if (detail != null && envelope.map(Envelope::beside).isPresent()) {
            own.refuse(EntityForm.DETAIL, "does not go with envelope.beside", "keep one of them");
        }
        if (delta && own.has(ErpForm.VOLUME)) {
            own.refuse(ErpForm.VOLUME, "is a gate for snapshots, but this is a delta", "take it away");
        }
        if (paging.isPresent() && envelope.isPresent()) {
            checkBody(paging.get(), envelope.get());
        }
        if (paging.isEmpty()
                || envelope.isEmpty()
                || formats.isEmpty()
                || volume.isEmpty()
                || rejectShare.isEmpty()
                || mapping == null
                || !reading.problems().isEmpty()) {
            return Optional.empty();
        }
        EntitySpec.Mapping whole = MappingVersion.complete(mapping, Model.of(entity), formats.get());
        return Optional.of(new EntitySpec(
                entity,
                !delta,
                delta ? own.get(EntityForm.DELTA) : 0,
                requests.stream().map(RequestDraft::spec).toList(),
                source,
                paging.get(),
                envelope.get(),
                detail,
                volume.get(),
                rejectShare.get(),
                whole,
                MappingVersion.of(entity, zone, whole)));
    }

    private <T> Optional<T> inherited(Key<T> key, T fallback) {
        if (own.has(key)) {
            return own.find(key);
        }
        return erp.has(key) ? erp.find(key) : Optional.of(fallback);
    }

    private List<RequestDraft> requests() {
        List<RequestDraft> requests = new ArrayList<>();
        own.find(EntityForm.REQUEST).ifPresent(requests::add);
        own.find(EntityForm.REQUESTS).ifPresent(requests::addAll);
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        return requests.stream().map(request -> request.over(defaults)).toList();
    }

    private Set<Variable> days() {
        return delta ? EnumSet.of(Variable.DATE, Variable.FROM, Variable.TO) : EnumSet.of(Variable.DATE);
    }

    private void checkRequests(List<RequestDraft> requests, Paging paging) {
        Set<Variable> known = days();
        known.addAll(Variable.of(paging));
        Set<Variable> moving = Variable.of(paging);
        moving.remove(Variable.SIZE);
        RequestCheck check = new RequestCheck(reading, path, known);
        for (RequestDraft request : requests) {
            Set<Variable> used = check.check(request);
            for (Variable variable : moving) {
                if (!used.contains(variable)) {
                    reading.refuse(
                            request.at(),
                            request.at().path() + " does not use {{" + variable + "}}: every page would be the first",
                            "put {{" + variable + "}} into its query, path or body, or say paging: {type: none}");
                }
            }
            checkWindow(request, used, paging);
        }
    }

    /** A delta whose request does not contain its window would fetch the same again every day. */
    private void checkWindow(RequestDraft request, Set<Variable> used, Paging paging) {
        if (!delta || paging instanceof Paging.Version) {
            return;
        }
        YamlNode at = request.at();
        int days = own.find(EntityForm.DELTA).orElse(1);
        if (!used.contains(Variable.FROM) && !used.contains(Variable.DATE)) {
            reading.refuse(
                    at,
                    at.path() + " uses neither {{from}} nor {{date}}, but " + path + " is a delta",
                    "ask for the window, or say snapshot: true");
        } else if (days > 1 && !used.contains(Variable.FROM)) {
            reading.refuse(
                    at,
                    at.path() + " asks for {{date}} alone, but the window of " + path + " is " + days + " days",
                    "ask from {{from}}, the first day, to {{to}}, the day after the last");
        }
    }

    private EntitySpec.Detail detail(EntityForm.Detail detail) {
        RequestDraft request =
                detail.request().overHeaders(erp.find(ErpForm.REQUEST).orElse(null));
        Set<Variable> known = days();
        known.add(Variable.ID);
        String where = request.at().path();
        if (!new RequestCheck(reading, where, known).check(request).contains(Variable.ID)) {
            reading.refuse(
                    request.at(),
                    where + " does not use {{id}}: every record would get the same answer",
                    "put {{id}} into its path, query or body");
        }
        return new EntitySpec.Detail(request.spec(), detail.key(), detail.records(), detail.as());
    }

    private void checkBody(Paging paging, Envelope envelope) {
        if (envelope.records().equals(JsonPointer.empty()) && PagingForm.needsBody(paging)) {
            YamlNode at = own.has(ErpForm.PAGING) ? own.node(ErpForm.PAGING) : erp.node(ErpForm.PAGING);
            reading.refuse(
                    at,
                    at.path() + " looks beside the records, but the body of " + path + " is the records",
                    "say envelope: {records: /…}, or choose another paging or stop");
        }
    }
}
