package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Client;
import io.catwing.client.CustomColumn;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.client.Expression;
import io.catwing.client.Model;
import io.catwing.client.Shape;
import io.catwing.client.Table;
import io.catwing.client.Table.Column;
import io.catwing.client.Table.Type;
import io.catwing.failure.QuarantinedFailure;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.JsonQuery;

/**
 * A client's mapping of one entity, compiled. Holds the state of one walk: each thread creates its own.
 *
 * <p>Slots of the record are the head's columns and those that lines take from the record around them; slots of a line are
 * the line's own. A flat line is its own record, so there all slots are the record's.
 */
public final class RecordMapping {
    /** A line's id that is its position in the array. */
    static final int PLACE = Integer.MIN_VALUE;
    /** The object with the client's own columns. */
    static final int CUSTOM = Integer.MIN_VALUE + 1;

    public final Model model;
    public final String client;
    public final boolean flat;
    public final EqualKeys equalKeys;
    final EqualKeys equalLines;
    final JsonPointer linesAt;
    final Node record = new Node();
    final Node line = new Node();
    final List<Slot> recordSlots = new ArrayList<>();
    final List<Slot> lineSlots = new ArrayList<>();
    /** Source of each column that COPY writes, in the table's order: the complement of a slot, or {@link #CUSTOM}. */
    final List<Integer> headOut = new ArrayList<>();
    /** The same for lines: a slot of the line, or the complement of one of the record, {@link #PLACE} or {@link #CUSTOM}. */
    final List<Integer> lineOut = new ArrayList<>();

    final List<CustomValues.Member> headCustom = new ArrayList<>();
    final List<CustomValues.Member> lineCustom = new ArrayList<>();
    /** Decides whether a record loads; null if all do. */
    final JsonQuery where;
    /** Says whether a record means that its key is gone; null if none does. */
    final JsonQuery deletedWhen;

    public final List<String> headColumns = new ArrayList<>();
    public final List<String> lineColumns = new ArrayList<>();
    /** Positions of the key's columns among the head's. */
    public final List<Integer> keySlots = new ArrayList<>();

    /** Where the rows of a record are; null if a record is one row. */
    final EntitySpec.Each each;
    /** Of the record around the rows. */
    final Node around = new Node();
    /** Slots of the record that are filled once for all of its rows. */
    final BitSet aroundSlots = new BitSet();

    /** Slot of the record's column currency, or -1. */
    int currencySlot = -1;

    boolean aroundTree;
    boolean recordTree;
    boolean lineTree;

    /** Of the lines. */
    final Shape shape;

    private final ZoneId zone;

    public RecordMapping(Client client, EntitySpec spec) {
        this.client = client.id().value();
        this.zone = client.timeZone();
        this.model = Model.of(spec.entity());
        this.each = spec.mapping().each();
        this.linesAt = spec.mapping().lines();
        this.equalKeys = spec.mapping().equalKeys();
        this.equalLines = spec.mapping().equalLines();
        this.shape = spec.mapping().shape();
        this.flat = linesAt != null && linesAt.matches();
        for (Column column : model.head().columns()) {
            Expression expression = spec.mapping().columns().get(column.name());
            if (column.type() == Type.JSON) {
                compileCustom(spec.mapping().custom(), false, headCustom, headOut, headColumns);
                continue;
            }
            if (expression == null) {
                requireOptional(column, spec);
                continue;
            }
            int slot = recordSlot(column, expression, expression.parent());
            if (column.key()) {
                keySlots.add(slot);
            }
            if (column.name().equals("currency")) {
                currencySlot = slot;
            }
            headOut.add(~slot);
            headColumns.add(column.name());
        }
        where = spec.mapping().where() == null
                ? null
                : Slot.compile("where", spec.mapping().where());
        EntitySpec.Deleted deleted = spec.mapping().deleted();
        deletedWhen = deleted == null || deleted.when() == null ? null : Slot.compile("deleted_when", deleted.when());
        if (each != null) {
            around.leadToLines(each.at());
        }
        if (linesAt != null && model.line() != null) {
            compileLines(model.line(), spec);
            if (!flat) {
                record.leadToLines(linesAt);
            }
        }
    }

    /** Where a value came from, for messages. @param inLine negative if it is the record's */
    String field(Slot slot, int inLine) {
        String base = inLine < 0 ? "" : linesAt + "/" + inLine;
        return slot.jq() == null ? base + slot.source() : base;
    }

    private void compileLines(Table table, EntitySpec spec) {
        Map<String, Expression> expressions = spec.mapping().lineColumns();
        for (Column column : table.columns()) {
            Expression expression = expressions.get(column.name());
            int source;
            if (column.type() == Type.JSON) {
                compileCustom(spec.mapping().lineCustom(), true, lineCustom, lineOut, lineColumns);
                continue;
            }
            if (column.key() && model.head().column(column.name()).isPresent()) {
                source = ~keySlots.get(0);
            } else if (expression == null) {
                if (!column.name().equals("line_id")) {
                    requireOptional(column, spec);
                    continue;
                }
                source = PLACE;
            } else {
                source = source(column, expression, true);
            }
            lineOut.add(source);
            lineColumns.add(column.name());
        }
    }

    private void compileCustom(
            Map<String, CustomColumn> custom,
            boolean ofLine,
            List<CustomValues.Member> members,
            List<Integer> out,
            List<String> columns) {
        if (custom.isEmpty()) {
            return;
        }
        custom.entrySet().stream().sorted(CustomValues.ORDER).forEach(entry -> {
            CustomColumn own = entry.getValue();
            int source = source(new Column(entry.getKey(), own.type(), false), own.from(), ofLine);
            members.add(new CustomValues.Member(entry.getKey(), own.type(), source));
        });
        out.add(CUSTOM);
        columns.add("custom");
    }

    private int source(Column column, Expression expression, boolean ofLine) {
        return !ofLine || flat || expression.parent()
                ? ~recordSlot(column, expression, expression.parent() && (!ofLine || flat))
                : lineSlot(column, expression);
    }

    /** @param outside with rows inside a record, it looks into the record around the row */
    private int recordSlot(Column column, Expression expression, boolean outside) {
        Slot made = Slot.of(column, expression, zone);
        int slot = recordSlots.size();
        if (each != null && (outside || expression.withName() != null)) {
            return aroundSlot(made, expression, slot);
        }
        if (expression.at() != null && intoLines(expression.at())) {
            made = made.throughTree(expression.at());
        } else if (expression.at() != null) {
            record.lead(expression.at(), slot);
        }
        recordSlots.add(made);
        recordTree |= made.needsTree();
        return slot;
    }

    private int aroundSlot(Slot made, Expression expression, int slot) {
        boolean intoRows = expression.at() != null && (expression.at() + "/").startsWith(each.at() + "/");
        Slot outside = (intoRows ? made.throughTree(expression.at()) : made).around();
        if (expression.at() != null && !intoRows) {
            around.lead(expression.at(), slot);
        }
        recordSlots.add(outside);
        aroundSlots.set(slot);
        aroundTree |= outside.needsTree();
        return slot;
    }

    private int lineSlot(Column column, Expression expression) {
        lineSlots.add(Slot.of(column, expression, zone));
        int slot = lineSlots.size() - 1;
        if (expression.at() != null) {
            line.lead(expression.at(), slot);
        }
        lineTree |= expression.jq() != null;
        return slot;
    }

    private boolean intoLines(JsonPointer pointer) {
        return linesAt != null && !flat && (pointer.toString() + "/").startsWith(linesAt + "/");
    }

    private static void requireOptional(Column column, EntitySpec spec) {
        if (column.key()) {
            throw new QuarantinedFailure(
                    "the mapping of " + spec.entity() + " has no " + column.name() + ", which is part of the key",
                    "map " + column.name() + " in the client's file");
        }
    }

    /** A flat file's lines have no id: their position is counted in the database. */
    public boolean countsFlatLines() {
        return flat && lineOut.contains(PLACE);
    }
}
