package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import java.util.Arrays;
import java.util.stream.Collectors;

/** {@code search:} and {@code parents:} ids that an entity's requests are sent with, one or a batch at a time. */
final class IdsForm {
    private static final Scalar<Entity> ENTITY = Scalar.of(
            "an entity",
            schema -> Arrays.stream(Entity.values()).map(Entity::toString).forEach(schema.putArray("enum")::add),
            (text, environment) -> Arrays.stream(Entity.values())
                    .filter(entity -> entity.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "is no entity",
                            "write one of "
                                    + Arrays.stream(Entity.values())
                                            .map(Entity::toString)
                                            .collect(Collectors.joining(" ")))));

    private static final Key<RequestDraft> REQUEST =
            required("request", RequestForm.FURTHER, "What is asked for the ids; headers are those of erp.request.");
    private static final Key<JsonPointer> RECORDS = optional(
            "records",
            Scalars.POINTER,
            "",
            "Pointer to the array of ids, or of objects that hold them, in its answer.");
    private static final Key<String> CUT =
            required("jq", Scalars.JQ, "jq over the record that yields its id, one text or number.");
    private static final Form<EntitySpec.IdAt> ID_AT = new EitherForm<>(
            "id_at",
            Scalars.POINTER.map(at -> new EntitySpec.IdAt(at, null)),
            object("id_at", "Where the id is.", v -> new EntitySpec.IdAt(null, v.get(CUT)), CUT));
    private static final Key<EntitySpec.IdAt> KEY_IN_OBJECT = optional(
            "key",
            ID_AT,
            "Pointer into an object to its id, where the array holds objects; or {jq: …} over an element, to cut it out.");
    private static final Key<Envelope.Total> TOTAL =
            optional("total", EnvelopeForm.TOTAL_FORM, "Pointer to the number of ids over all pages.");
    private static final Key<Paging> PAGING = optional(
            "paging", PagingForm.PAGING, "How the pages of the search follow each other. Default: there is one.");
    private static final Key<Integer> BATCH = optional(
            "batch",
            Scalars.whole(1),
            "Ids that a request asks for at once, {{ids}}. Without it a request asks for one, {{id}}.");
    private static final Key<Boolean> EXACT = optional(
            "exact",
            Scalars.YES_NO,
            "true",
            "As many records come as ids were asked for; any other number is refused.");
    private static final Key<Entity> OF = required("entity", ENTITY, "Whose raw file of the same date is read.");
    private static final Key<String> WHERE =
            optional("where", Scalars.JQ, "jq over its records: only those for which it is true are asked for.");
    private static final Key<EntitySpec.IdAt> KEY =
            required("key", ID_AT, "Pointer into its records to the value of {{id}}, or {jq: …} to cut it out.");

    /** A search whose request has not been checked yet. */
    record Search(
            RequestDraft request,
            JsonPointer records,
            EntitySpec.IdAt key,
            Envelope.Total total,
            Paging paging,
            Integer batch,
            boolean exact) {}

    static final ObjectForm<Search> SEARCH = object(
            "search",
            "A request for ids; the entity's requests then ask for what they name.",
            v -> new Search(
                    v.get(REQUEST),
                    v.get(RECORDS),
                    v.get(KEY_IN_OBJECT),
                    v.get(TOTAL),
                    v.find(PAGING).orElse(new Paging.None()),
                    v.get(BATCH),
                    v.get(EXACT)),
            REQUEST,
            RECORDS,
            KEY_IN_OBJECT,
            TOTAL,
            PAGING,
            BATCH,
            EXACT);

    static final ObjectForm<EntitySpec.Parents> PARENTS = object(
            "parents",
            "Records of another entity; each request is sent for each of them.",
            v -> new EntitySpec.Parents(
                    v.get(OF), v.get(KEY), v.get(WHERE), v.find(BATCH).orElse(0)),
            OF,
            KEY,
            WHERE,
            BATCH);

    private IdsForm() {}
}
