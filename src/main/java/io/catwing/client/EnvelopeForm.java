package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Values;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code envelope:} what an ERP wraps around its records. */
final class EnvelopeForm {
    private static final Key<JsonPointer> CHILDREN =
            required("at", Scalars.POINTER, "Pointer to the children's array in the body.");
    private static final Key<JsonPointer> RECORD_KEY =
            required("key", Scalars.POINTER, "Pointer into a record to what its children name.");
    private static final Key<JsonPointer> PARENT =
            required("parent", Scalars.POINTER, "Pointer into a child to the same value.");
    static final Key<String> AS =
            required("as", Scalars.TEXT, "Field of the record that they are put into, unchanged.");

    private static final ObjectForm<Envelope.Beside> BESIDE = object(
            "beside",
            "Children that the same body holds beside the records; each is put into its parent.",
            v -> new Envelope.Beside(v.get(CHILDREN), v.get(RECORD_KEY), v.get(PARENT), v.get(AS)),
            CHILDREN,
            RECORD_KEY,
            PARENT,
            AS);

    private static final Key<JsonPointer> RECORDS = optional(
            "records", Scalars.POINTER, "", "Pointer to the array of records; '' where the body itself is that array.");
    private static final Key<JsonPointer> TOTAL_AT = required("at", Scalars.POINTER, "Pointer to the number.");
    private static final Key<Envelope.Total.Counts> TOTAL_OF = optional(
            "of",
            Scalars.oneOf("what a total counts", "all", "first_page", "remaining", "following")
                    .map(word -> Envelope.Total.Counts.valueOf(word.toUpperCase(Locale.ROOT))),
            "all",
            "Which records it counts: all; all, but only the first page says so (first_page); the page's and those after it"
                    + " (remaining); or those after it (following).");
    /** Of an entity's envelope, and of a detail. */
    static final Form<Envelope.Total> TOTAL_FORM = new EitherForm<>(
            "total",
            Scalars.POINTER.map(at -> new Envelope.Total(at, Envelope.Total.Counts.ALL)),
            object(
                    "total",
                    "The declared number of records.",
                    v -> new Envelope.Total(v.get(TOTAL_AT), v.get(TOTAL_OF)),
                    TOTAL_AT,
                    TOTAL_OF));

    private static final Key<Envelope.Total> TOTAL =
            optional("total", TOTAL_FORM, "Pointer to the number of records over all pages; it must come out.");
    private static final Key<JsonPointer> ERROR =
            optional("error", Scalars.POINTER, "Pointer to an error text, shown where a predicate fails.");
    private static final Key<String> SUCCESS =
            optional("success", Scalars.JQ, "jq over the body without its records: anything but true is a failure.");
    private static final Key<String> RETRY =
            optional("retry", Scalars.JQ, "jq over the body without its records: true means ask again.");
    private static final Key<Envelope.Beside> BESIDE_KEY =
            optional("beside", BESIDE, "Children that the same body holds beside the records.");

    private static final Key<NoneWhen> NONE_WHEN = optional(
            "none_when", new NoneWhenForm(), "How the ERP says that there is no record, besides an empty array.");
    private static final Key<List<String>> NOT_NEXT = optional(
            "not_next",
            new ListForm<>(Scalars.TEXT),
            "Names of fields that look like another page or an unfinished list, and are none.");

    static final ObjectForm<Envelope> ENVELOPE = object(
            "envelope",
            "What an ERP wraps around its records.",
            EnvelopeForm::envelope,
            RECORDS,
            TOTAL,
            ERROR,
            SUCCESS,
            RETRY,
            BESIDE_KEY,
            ShapeForm.ONE_IS_OBJECT,
            ShapeForm.KEYED,
            NONE_WHEN,
            NOT_NEXT);

    static final Envelope BARE = new Envelope(JsonPointer.empty(), null, null, null, null, null);

    private EnvelopeForm() {}

    private static Envelope envelope(Values v) {
        Envelope envelope = new Envelope(
                v.get(RECORDS),
                v.get(TOTAL),
                v.get(ERROR),
                v.get(SUCCESS),
                v.get(RETRY),
                v.get(BESIDE_KEY),
                ShapeForm.shape(v),
                v.find(NONE_WHEN).orElse(NoneWhen.UNDECLARED),
                Set.copyOf(v.find(NOT_NEXT).orElse(List.of())));
        for (Key<?> key : new Key<?>[] {TOTAL, BESIDE_KEY}) {
            if (envelope.records().matches() && v.has(key)) {
                v.refuse(key, "looks beside the records, but the body is the records", "say where records: are");
            }
        }
        return envelope;
    }
}
