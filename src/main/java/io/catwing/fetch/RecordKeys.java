package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.client.Model;
import io.catwing.client.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What names a record, as far as a mapping says it by pointers: a key that jq makes is not known before the record is
 * loaded.
 *
 * @param pointers to the parts of the key; empty where it is not known
 */
record RecordKeys(List<JsonPointer> pointers) {

    static RecordKeys of(EntitySpec spec) {
        List<JsonPointer> pointers = new ArrayList<>();
        for (Table.Column column : Model.of(spec.entity()).head().columns()) {
            Expression expression = column.key() ? spec.mapping().columns().get(column.name()) : null;
            if (expression != null && expression.jq() != null) {
                return new RecordKeys(List.of());
            }
            if (expression != null && expression.at() != null) {
                pointers.add(expression.at());
            }
        }
        return new RecordKeys(List.copyOf(pointers));
    }
}
