package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Map;

/**
 * How one entity of one client is fetched and what its records mean.
 *
 * @param snapshot the answer is everything that exists; otherwise it is what changed in the window
 * @param windowDays days that a delta covers, ending with the business date: 1 is that day alone, more overlaps
 * @param requests sent one after the other; their records go into one file; none if there is a source
 * @param source the route that replaces the requests, or null
 * @param detail a second call per record, or null
 * @param volume limits of a whole snapshot compared with the previous one
 * @param rejectShare share of a file's records, 0 to 1, above which the file fails instead of loading partly
 * @param mappingVersion changes when, and only when, the mapping or what it depends on changes (a short hash)
 */
public record EntitySpec(
        Entity entity,
        boolean snapshot,
        int windowDays,
        List<RequestSpec> requests,
        Source source,
        Paging paging,
        Envelope envelope,
        Detail detail,
        Volume volume,
        double rejectShare,
        Mapping mapping,
        String mappingVersion) {

    /**
     * Whether the answer depends on the business date, so that a past day can still be fetched. A source gets the date, and
     * a delta's window names it.
     */
    public boolean namesDate() {
        return source != null || !snapshot || requests.stream().anyMatch(RequestSpec::namesDate);
    }

    /**
     * A second call for every record, whose answer is put into the record under the field {@code as}, unchanged.
     *
     * @param request knows {@code {{id}}}, the value at {@code key}
     * @param records pointer into the second answer
     */
    public record Detail(RequestSpec request, JsonPointer key, JsonPointer records, String as) {}

    /**
     * The volume check of a snapshot.
     *
     * @param minShare of the records of the newest earlier snapshot, 0 to 1
     * @param allowEmpty a file without a record is accepted
     */
    public record Volume(double minShare, boolean allowEmpty) {}

    /**
     * Columns of the entity's table, and of its line table if it has one.
     *
     * @param lines pointer into a record to the array of its lines; the empty pointer if each record is itself one
     *     line of an order whose other columns it repeats; null for an entity without lines
     * @param shape what may be at {@code lines} besides an array
     * @param equalKeys which records of one file count if they have the same key
     * @param equalLines the same of lines
     * @param custom the client's own columns, by name; empty if there are none
     * @param lineCustom the same of lines
     * @param where jq over a record that says whether it loads, or null if all do
     */
    public record Mapping(
            Map<String, Expression> columns,
            JsonPointer lines,
            Map<String, Expression> lineColumns,
            Shape shape,
            EqualKeys equalKeys,
            EqualKeys equalLines,
            Map<String, CustomColumn> custom,
            Map<String, CustomColumn> lineCustom,
            String where) {

        /** No own columns, and every record loads. */
        public Mapping(
                Map<String, Expression> columns,
                JsonPointer lines,
                Map<String, Expression> lineColumns,
                Shape shape,
                EqualKeys equalKeys,
                EqualKeys equalLines) {
            this(columns, lines, lineColumns, shape, equalKeys, equalLines, Map.of(), Map.of(), null);
        }

        /** Of equal keys the last one counts. */
        public Mapping(
                Map<String, Expression> columns, JsonPointer lines, Map<String, Expression> lineColumns, Shape shape) {
            this(columns, lines, lineColumns, shape, EqualKeys.LAST, EqualKeys.LAST);
        }

        /** Lines come as an array. */
        public Mapping(Map<String, Expression> columns, JsonPointer lines, Map<String, Expression> lineColumns) {
            this(columns, lines, lineColumns, Shape.ARRAY);
        }
    }
}
