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

    private static final Key<RequestDraft> DETAIL_REQUEST =
            required("request", RequestForm.FURTHER, "The second call; {{id}} is the value at key.");
    private static final Key<JsonPointer> DETAIL_KEY =
            required("key", Scalars.POINTER, "Pointer into a record to the value of {{id}}.");
    private static final Key<String> DETAIL_WHERE =
            optional("where", Scalars.JQ, "jq over a record: only those for which it is true are asked for.");
    private static final Key<JsonPointer> DETAIL_RECORDS =
            optional("records", Scalars.POINTER, "", "Pointer into the second answer; '' is all of it.");

    private static final Key<Paging> DETAIL_PAGING =
            optional("paging", PagingForm.PAGING, "How its pages follow each other; what they hold becomes one array.");
    private static final Key<Envelope.Total> DETAIL_TOTAL = optional(
            "total", EnvelopeForm.TOTAL_FORM, "Pointer into its body to the number of elements over all pages.");

    /** A detail whose request has not been checked yet. @param inner of each element, or null */
    record Detail(
            RequestDraft request,
            JsonPointer key,
            String where,
            JsonPointer records,
            String as,
            Paging paging,
            Envelope.Total total,
            Detail inner) {}

    private static final Key<Detail> INNER = optional(
            "detail",
            object(
                    "inner_detail",
                    "A call for every element of a detail; its answer is put into the element.",
                    v -> detail(v, null),
                    DETAIL_REQUEST,
                    DETAIL_KEY,
                    DETAIL_WHERE,
                    DETAIL_RECORDS,
                    EnvelopeForm.AS,
                    DETAIL_PAGING,
                    DETAIL_TOTAL),
            "A call for every element of what came; {{id}} is the value at its key, {{parent}} that of the record.");

    private static final ObjectForm<Detail> DETAILS = object(
            "detail",
            "A second call for every record; its answer is put into the record.",
            v -> detail(v, v.get(INNER)),
            DETAIL_REQUEST,
            DETAIL_KEY,
            DETAIL_WHERE,
            DETAIL_RECORDS,
            EnvelopeForm.AS,
            DETAIL_PAGING,
            DETAIL_TOTAL,
            INNER);

    private static Detail detail(Values v, Detail inner) {
        if (v.has(DETAIL_TOTAL) && !v.has(DETAIL_PAGING)) {
            v.refuse(DETAIL_TOTAL, "counts elements of pages, but there is no paging", "say paging: {type: none}");
        }
        return new Detail(
                v.get(DETAIL_REQUEST),
                v.get(DETAIL_KEY),
                v.get(DETAIL_WHERE),
                v.get(DETAIL_RECORDS),
                v.get(EnvelopeForm.AS),
                v.get(DETAIL_PAGING),
                v.get(DETAIL_TOTAL),
                inner);
    }

    private static final Key<RequestDraft> TOTAL_REQUEST =
            required("request", RequestForm.FURTHER, "What is asked for the number; headers are those of erp.request.");
    private static final Key<JsonPointer> TOTAL_AT =
            optional("at", Scalars.POINTER, "", "Pointer to the number; '' where the body is the number.");

    /** A total whose request has not been checked yet. */
    record Total(RequestDraft request, JsonPointer at) {}

    private static final ObjectForm<Total> TOTALS = object(
            "total_request",
            "A request for the number of records; any other number is refused.",
            v -> new Total(v.get(TOTAL_REQUEST), v.get(TOTAL_AT)),
            TOTAL_REQUEST,
            TOTAL_AT);

    private static final Key<JsonPointer> LIST =
            required("at", Scalars.POINTER, "Pointer into a record to the list that may go on elsewhere.");
    private static final Key<JsonPointer> LIST_NEXT =
            required("next", Scalars.POINTER, "Pointer into a record to the address of the list's second part.");
    private static final Key<JsonPointer> PART =
            optional("records", Scalars.POINTER, "", "Pointer to the elements in the body of a further part.");
    private static final Key<JsonPointer> PART_NEXT = optional(
            "page_next", Scalars.POINTER, "Pointer to the address of the next part in the body of a further part.");
    private static final ObjectForm<EntitySpec.Continues> LISTS = object(
            "continues",
            "A list inside each record whose rest comes by a link, and is put behind what came.",
            v -> new EntitySpec.Continues(v.get(LIST), v.get(LIST_NEXT), v.get(PART), v.get(PART_NEXT)),
            LIST,
            LIST_NEXT,
            PART,
            PART_NEXT);

    static final Key<Boolean> SNAPSHOT = optional("snapshot", TRUE, "The answer is everything that exists.");
    static final Key<DeltaForm.Draft> DELTA = optional("delta", DeltaForm.DELTA, "The answer is what changed.");
    static final Key<RequestDraft> REQUEST = optional("request", RequestForm.REQUEST, "What is asked.");
    static final Key<List<RequestDraft>> REQUESTS = optional(
            "requests",
            new ListForm<>(RequestForm.REQUEST),
            "Several requests, asked one after the other; their records go into one file.");
    static final Key<ReportForm.Draft> REPORT =
            optional("report", ReportForm.REPORT, "A report that the ERP makes in its time, in place of a request.");
    static final Key<Detail> DETAIL = optional("detail", DETAILS, "A second call for every record.");
    static final Key<IdsForm.Search> SEARCH =
            optional("search", IdsForm.SEARCH, "A request for ids that each request is then sent with.");
    static final Key<EntitySpec.Parents> PARENTS =
            optional("parents", IdsForm.PARENTS, "Records of another entity that each request is sent for.");
    static final Key<Total> TOTAL = optional("total", TOTALS, "A request for the number of records.");
    static final Key<EntitySpec.Continues> CONTINUES =
            optional("continues", LISTS, "A list inside each record whose rest comes by a link.");
    static final Key<Auth> AUTH = optional(
            "auth", AuthForm.OF_ENTITY, "How its requests prove who sends them, without a login. Default: erp.auth.");
    static final Key<AnswerShape> ANSWER = optional(
            "answer",
            AnswerForm.ANSWER,
            "How the body of an answer is written. Default: erp.answer, or JSON in UTF-8.");
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
                        REPORT,
                        SourceForm.SOURCE,
                        SourceForm.FORMAT,
                        SourceForm.CSV,
                        AUTH,
                        SEARCH,
                        PARENTS,
                        TOTAL,
                        DETAIL,
                        CONTINUES,
                        ANSWER,
                        ErpForm.PAGING,
                        ErpForm.ENVELOPE,
                        ErpForm.VOLUME,
                        REJECT_SHARE,
                        ErpForm.FORMATS,
                        mapping)
                .with(Rule.exactlyOne(SNAPSHOT, DELTA))
                .with(Rule.exactlyOne(REQUEST, REQUESTS, REPORT, SourceForm.SOURCE))
                .lenient();
    }

    private static Map<Entity, Draft> drafts(Values v) {
        Map<Entity, Draft> drafts = new EnumMap<>(Entity.class);
        KEYS.forEach((entity, key) -> v.find(key).ifPresent(draft -> drafts.put(entity, draft)));
        return drafts;
    }
}
