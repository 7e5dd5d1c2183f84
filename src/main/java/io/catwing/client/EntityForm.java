package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code entities:} how each entity is fetched, and what its records mean. */
final class EntityForm {
    private static final Scalar<Boolean> TRUE =
            Scalar.plain("true", (ObjectNode schema) -> schema.put("const", true), (text, environment) -> {
                if (!text.equals("true")) {
                    throw new Refusal("is not true", "an entity that is no snapshot says delta: {days: 1}");
                }
                return true;
            });

    private static final Key<Integer> DAYS = optional(
            "days", Scalars.whole(1), "1", "Days of the window, the business date the last: more than 1 overlaps.");
    private static final ObjectForm<Integer> WINDOW =
            object("delta", "The answer is what changed in a window of days.", v -> v.get(DAYS), DAYS);

    private static final Key<RequestDraft> DETAIL_REQUEST =
            required("request", RequestForm.REQUEST, "The second call; {{id}} is the value at key.");
    private static final Key<JsonPointer> DETAIL_KEY =
            required("key", Scalars.POINTER, "Pointer into a record to the value of {{id}}.");
    private static final Key<JsonPointer> DETAIL_RECORDS =
            optional("records", Scalars.POINTER, "", "Pointer into the second answer; '' is all of it.");

    /** A detail whose request has not been checked yet. */
    record Detail(RequestDraft request, JsonPointer key, JsonPointer records, String as) {}

    private static final ObjectForm<Detail> DETAILS = object(
            "detail",
            "A second call for every record; its answer is put into the record.",
            v -> new Detail(v.get(DETAIL_REQUEST), v.get(DETAIL_KEY), v.get(DETAIL_RECORDS), v.get(EnvelopeForm.AS)),
            DETAIL_REQUEST,
            DETAIL_KEY,
            DETAIL_RECORDS,
            EnvelopeForm.AS);

    static final Key<Boolean> SNAPSHOT = optional("snapshot", TRUE, "The answer is everything that exists.");
    static final Key<Integer> DELTA = optional("delta", WINDOW, "The answer is what changed in a window of days.");
    static final Key<RequestDraft> REQUEST = optional("request", RequestForm.REQUEST, "What is asked.");
    static final Key<List<RequestDraft>> REQUESTS = optional(
            "requests",
            new ListForm<>(RequestForm.REQUEST),
            "Several requests, asked one after the other; their records go into one file.");
    static final Key<Detail> DETAIL = optional("detail", DETAILS, "A second call for every record.");
    static final Key<Double> REJECT_SHARE = optional(
            "reject_share",
            Scalars.SHARE,
            "Share of a file's records that may be rejected. Default: erp.reject_share.");

    /** An entity of the file. */
    record Draft(Values values, EntitySpec.Mapping mapping) {}

    private static final Map<Entity, Key<Draft>> KEYS = keys();

    static final ObjectForm<Map<Entity, Draft>> ENTITIES = object(
                    "entities",
                    "How each entity is fetched, and what its records mean.",
                    EntityForm::drafts,
                    List.copyOf(KEYS.values()))
            .keysAre("entity")
            .lenient();

    private EntityForm() {}

    private static Map<Entity, Key<Draft>> keys() {
        Map<Entity, Key<Draft>> keys = new EnumMap<>(Entity.class);
        for (Entity entity : Entity.values()) {
            keys.put(entity, optional(entity.toString(), of(entity), "The ERP's " + entity + "."));
        }
        return keys;
    }

    private static Form<Draft> of(Entity entity) {
        Key<EntitySpec.Mapping> mapping =
                required("mapping", MappingForm.of(entity), "which column comes from where in a record.");
        return object(
                        "entity_" + entity,
                        "How " + entity + " are fetched, and what their records mean.",
                        v -> new Draft(v, v.get(mapping)),
                        SNAPSHOT,
                        DELTA,
                        REQUEST,
                        REQUESTS,
                        SourceForm.SOURCE,
                        SourceForm.FORMAT,
                        SourceForm.CSV,
                        DETAIL,
                        ErpForm.PAGING,
                        ErpForm.ENVELOPE,
                        ErpForm.VOLUME,
                        REJECT_SHARE,
                        ErpForm.FORMATS,
                        mapping)
                .with(Rule.exactlyOne(SNAPSHOT, DELTA))
                .with(Rule.exactlyOne(REQUEST, REQUESTS, SourceForm.SOURCE))
                .lenient();
    }

    private static Map<Entity, Draft> drafts(Values v) {
        Map<Entity, Draft> drafts = new EnumMap<>(Entity.class);
        KEYS.forEach((entity, key) -> v.find(key).ifPresent(draft -> drafts.put(entity, draft)));
        return drafts;
    }
}
