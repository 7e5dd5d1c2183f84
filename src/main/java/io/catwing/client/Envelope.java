package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Set;

/**
 * What an ERP wraps around its records.
 *
 * @param records pointer to the array of records; the empty pointer if the body itself is that array
 * @param total pointer to the declared number of records over all pages, or null
 * @param error pointer to an error text that is shown when a predicate fails, or null
 * @param success jq over the body without its records: anything except true is a failure; or null
 * @param retry jq over the body without its records: true means ask again; or null
 * @param beside children that the same body holds beside the records, or null
 * @param shape what may be at {@code records} besides an array; of the children beside, too
 * @param noneWhen how the ERP says that there is no record
 * @param notNext names of fields that look like a next page or an incomplete list, but are not
 */
public record Envelope(
        JsonPointer records,
        JsonPointer total,
        JsonPointer error,
        String success,
        String retry,
        Beside beside,
        Shape shape,
        NoneWhen noneWhen,
        Set<String> notNext) {

    /** Records come as an array, and none as an empty one. */
    public Envelope(
            JsonPointer records, JsonPointer total, JsonPointer error, String success, String retry, Beside beside) {
        this(records, total, error, success, retry, beside, Shape.ARRAY, NoneWhen.UNDECLARED, Set.of());
    }

    /** No declaration of how records come, besides names that mean nothing. */
    boolean saysNotNextAlone() {
        return equals(new Envelope(
                JsonPointer.empty(), null, null, null, null, null, Shape.ARRAY, NoneWhen.UNDECLARED, notNext));
    }

    /**
     * Children beside their parents. They are put into each parent under the field {@code as}, unchanged.
     *
     * @param at pointer to the children's array in the body
     * @param key pointer into a record
     * @param parent pointer into a child to the same value
     */
    public record Beside(JsonPointer at, JsonPointer key, JsonPointer parent, String as) {}
}
