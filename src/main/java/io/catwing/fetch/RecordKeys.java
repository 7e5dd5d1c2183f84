package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.client.Expression;
import io.catwing.client.Model;
import io.catwing.client.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What names a record, as far as a mapping says it by pointers: a key that jq makes is not known before the record is
 * loaded.
 *
 * @param pointers to the parts of the key; empty where it is not known
 * @param once a snapshot has one record of a key: not where a record is a line of something whose lines are not named, nor
 *     where the mapping says that all records of a key count
 */
record RecordKeys(List<JsonPointer> pointers, boolean once) {

    static final RecordKeys UNKNOWN = new RecordKeys(List.of(), false);

    /** @param whole the file is to have each record once */
    static RecordKeys of(EntitySpec spec, boolean whole) {
        if (spec.mapping().each() != null) {
            return UNKNOWN;
        }
        List<JsonPointer> pointers = new ArrayList<>();
        Model model = Model.of(spec.entity());
        if (!add(model.head(), spec.mapping().columns(), pointers)) {
            return UNKNOWN;
        }
        int ofHead = pointers.size();
        boolean flat = spec.mapping().lines() != null && spec.mapping().lines().matches();
        boolean named = !flat || add(model.line(), spec.mapping().lineColumns(), pointers) && pointers.size() > ofHead;
        EqualKeys equal = flat ? spec.mapping().equalLines() : spec.mapping().equalKeys();
        boolean once = whole && named && equal != EqualKeys.SUM && equal != EqualKeys.LINE_NUMBER;
        return new RecordKeys(List.copyOf(pointers), once && !pointers.isEmpty());
    }

    /** @return the key is known */
    private static boolean add(Table table, Map<String, Expression> columns, List<JsonPointer> pointers) {
        for (Table.Column column : table.columns()) {
            Expression expression = column.key() ? columns.get(column.name()) : null;
            if (expression != null && expression.jq() != null) {
                return false;
            }
            // What the request carries is the same for all of its records.
            if (expression != null && expression.at() != null && expression.withName() == null) {
                pointers.add(expression.at());
            }
        }
        return true;
    }
}
