package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.catwing.client.EntitySpec;
import io.catwing.client.Expression;
import io.catwing.client.Limits;
import io.catwing.client.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of each mapped column in how many records its pointer found a value, while the records stream by: a field that an
 * ERP no longer sends is noticed on the first day. Columns by jq are not counted, nor are constants.
 */
final class FieldCounts {

    /** Of the lines themselves, among the columns. */
    static final String LINES = "lines";

    /** Of what makes rows of a record, among the columns. */
    static final String EACH = "each";

    private static final int[] NOTHING = {};

    /** A step of the pointers. */
    static final class Step {
        private final Map<String, Step> below = new HashMap<>();
        private int[] columns = NOTHING;
        private Step line;
        private Shape shape = Shape.ARRAY;

        Step below(String name) {
            return below.get(name);
        }

        /** Where the lines are, what is in one; null elsewhere. */
        Step line() {
            return line;
        }

        /** What may be there besides an array, where the lines are. */
        Shape shape() {
            return shape;
        }

        private Step lines(JsonPointer at, Shape what) {
            Step there = to(at);
            there.line = new Step();
            there.shape = what;
            return there.line;
        }

        private Step to(JsonPointer pointer) {
            Step step = this;
            for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
                step = step.below.computeIfAbsent(rest.getMatchingProperty(), name -> new Step());
            }
            return step;
        }

        private void add(int column) {
            columns = Arrays.copyOf(columns, columns.length + 1);
            columns[columns.length - 1] = column;
        }
    }

    private final Step record = new Step();
    private final List<String> names = new ArrayList<>();
    private final Map<String, JsonPointer> pointers = new LinkedHashMap<>();
    private final long[] counts;
    private final long[] ofPage;
    private final long[] lastRecord;
    private long[] atRequest = {};
    private long records;
    private int lines;

    FieldCounts(EntitySpec spec) {
        EntitySpec.Mapping mapping = spec.mapping();
        Step row = record;
        if (mapping.each() != null) {
            row = record.lines(mapping.each().at(), mapping.each().shape());
            row.add(named(EACH, mapping.each().at()));
        }
        Step head = row;
        mapping.columns().forEach((column, e) -> add(column, e, e.parent() || e.withName() != null ? record : head));
        if (mapping.lines() != null && !mapping.lines().matches()) {
            Step line = head.lines(mapping.lines(), mapping.shape());
            line.add(named(LINES, mapping.lines()));
            mapping.lineColumns().forEach((column, e) -> add(LINES + "." + column, e, ofLine(e, head, line)));
        } else {
            mapping.lineColumns()
                    .forEach((column, e) ->
                            add(LINES + "." + column, e, e.parent() || e.withName() != null ? record : head));
        }
        counts = new long[names.size()];
        ofPage = new long[names.size()];
        lastRecord = new long[names.size()];
    }

    private Step ofLine(Expression e, Step head, Step line) {
        return e.withName() != null ? record : e.parent() ? head : line;
    }

    private void add(String column, Expression expression, Step from) {
        if (expression.at() != null) {
            from.to(expression.at()).add(named(column, expression.at()));
        }
    }

    private int named(String column, JsonPointer pointer) {
        names.add(column);
        pointers.put(column, pointer);
        return names.size() - 1;
    }

    /** A record, or a part of one that came by itself, begins. @return the first step */
    Step begin() {
        records++;
        lines = 0;
        return record;
    }

    /** A value that is not empty stands there. @param step null where no pointer leads */
    void value(Step step) {
        if (step == null) {
            return;
        }
        for (int column : step.columns) {
            if (lastRecord[column] != records) {
                lastRecord[column] = records;
                ofPage[column]++;
            }
        }
    }

    /** A line of the record. @throws StreamConstraintsException when it is one more than load takes */
    void line(Step line) throws StreamConstraintsException {
        if (++lines > Limits.LINES) {
            throw new StreamConstraintsException(TooMuch.LINES);
        }
        value(line);
    }

    void beginPage() {
        Arrays.fill(ofPage, 0);
    }

    void pageCame() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += ofPage[i];
        }
        beginPage();
    }

    void beginRequest() {
        atRequest = counts.clone();
    }

    /** What was counted since the request began is not kept. */
    void dropRequest() {
        System.arraycopy(atRequest, 0, counts, 0, counts.length);
        beginPage();
    }

    /** By column, those of lines as {@code lines.quantity}. */
    Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++) {
            all.put(names.get(i), counts[i]);
        }
        return all;
    }

    JsonPointer pointer(String column) {
        return pointers.get(column);
    }
}
