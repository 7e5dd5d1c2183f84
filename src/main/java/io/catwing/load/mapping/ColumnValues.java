package io.catwing.load.mapping;

import io.catwing.client.Limits;
import io.catwing.load.mapping.Conversion.Scalar;
import java.util.Arrays;

/**
 * The column values of one record and its lines, as COPY text, from the walk over it until its rows are written. A slot is
 * of the record if its line is negative. Holds one record after the other; its room is used again.
 */
final class ColumnValues {
    private static final int MISSING = -1;

    private final RecordMapping mapping;
    private final Slot[] recordSlots;
    private final Slot[] lineSlots;

    private final CopyBuffer values = new CopyBuffer(1 << 16);
    private final int[] recordFrom;
    private final int[] recordTo;
    private int lines;
    private int[] lineFrom = new int[64];
    private int[] lineTo = new int[64];
    /** Where the values of the record around the rows end. */
    private int aroundLength;

    /** Null without amounts in minor units. */
    private final Amounts amounts;

    ColumnValues(RecordMapping mapping) {
        this.mapping = mapping;
        recordSlots = mapping.recordSlots.toArray(Slot[]::new);
        lineSlots = mapping.lineSlots.toArray(Slot[]::new);
        recordFrom = new int[recordSlots.length];
        recordTo = new int[recordSlots.length];
        amounts = Amounts.of(recordSlots, lineSlots);
    }

    RecordMapping mapping() {
        return mapping;
    }

    Slot slot(int slot, int inLine) {
        return inLine < 0 ? recordSlots[slot] : lineSlots[slot];
    }

    /** Another record begins. */
    void clear() {
        values.clear();
        Arrays.fill(recordFrom, MISSING);
        lines = 0;
    }

    /** What there is now is of the record around its rows, and stays for each of them. */
    void endAround() {
        aroundLength = values.length();
    }

    /** Another row of the record around it begins. */
    void clearRow() {
        values.truncate(aroundLength);
        for (int slot = 0; slot < recordFrom.length; slot++) {
            if (!mapping.aroundSlots.get(slot)) {
                recordFrom[slot] = MISSING;
            }
        }
        lines = 0;
    }

    boolean isFull() {
        return lines == Limits.LINES;
    }

    /** @return its position, from 0; a line more than there is room for takes the last one's */
    int addLine() {
        int line = isFull() ? lines - 1 : lines++;
        int width = lineSlots.length;
        if (lines * width > lineFrom.length) {
            lineFrom = Arrays.copyOf(lineFrom, lines * width * 2);
            lineTo = Arrays.copyOf(lineTo, lines * width * 2);
        }
        Arrays.fill(lineFrom, line * width, lines * width, MISSING);
        return line;
    }

    void clearLines() {
        lines = 0;
    }

    int lines() {
        return mapping.flat ? 1 : lines;
    }

    /** @return why it cannot be converted, or null; it is kept only then */
    String set(int slot, int inLine, Scalar scalar, char[] text, int offset, int length) {
        int from = values.length();
        String problem = slot(slot, inLine).conversion().convert(scalar, text, offset, length, values);
        keep(slot, inLine, from, problem);
        return problem;
    }

    /** As {@link #set}, of a day or time in ISO form. */
    String setIso(int slot, int inLine, String iso) {
        int from = values.length();
        String problem = slot(slot, inLine).conversion() instanceof TimeConversion time
                ? time.convertIso(iso, values)
                : "is a date in parts";
        keep(slot, inLine, from, problem);
        return problem;
    }

    private void keep(int slot, int inLine, int from, String problem) {
        if (problem != null) {
            values.truncate(from);
        } else if (inLine < 0) {
            recordFrom[slot] = from;
            recordTo[slot] = values.length();
        } else {
            lineFrom[inLine * lineSlots.length + slot] = from;
            lineTo[inLine * lineSlots.length + slot] = values.length();
        }
    }

    void forget(int slot, int inLine) {
        if (inLine < 0) {
            recordFrom[slot] = MISSING;
        } else {
            lineFrom[inLine * lineSlots.length + slot] = MISSING;
        }
    }

    /** After the walk and jq: the key that the head's row has must have a value. */
    Rejection checkHeadKey() {
        for (int slot : mapping.keySlots) {
            if (missing(recordSlots[slot], recordFrom[slot])) {
                return new Rejection(recordSlots[slot].source(), recordSlots[slot].missing());
            }
        }
        return null;
    }

    /** The same of the lines' keys, too. */
    Rejection checkKeys() {
        Rejection ofHead = checkHeadKey();
        if (ofHead != null) {
            return ofHead;
        }
        for (int source : mapping.lineOut) {
            if (source == RecordMapping.PLACE || source == RecordMapping.CUSTOM) {
                continue;
            }
            if (source < 0) {
                Slot slot = recordSlots[~source];
                if (slot.column().key() && missing(slot, recordFrom[~source])) {
                    return new Rejection(slot.source(), slot.missing());
                }
            } else if (lineSlots[source].column().key()) {
                for (int i = 0; i < lines; i++) {
                    if (missing(lineSlots[source], lineFrom[i * lineSlots.length + source])) {
                        return new Rejection(mapping.field(lineSlots[source], i), lineSlots[source].missing());
                    }
                }
            }
        }
        return null;
    }

    private static boolean missing(Slot slot, int from) {
        return from == MISSING && slot.constant() == null;
    }

    /** After the record is complete: finds its currency, if it has amounts in minor units. */
    Rejection checkCurrency() {
        return amounts == null || !hasAmount()
                ? null
                : amounts.find(mapping.currencySlot < 0 ? null : text(~mapping.currencySlot, -1));
    }

    private boolean hasAmount() {
        for (int slot : amounts.ofRecord()) {
            if (recordFrom[slot] != MISSING) {
                return true;
            }
        }
        for (int slot : amounts.ofLine()) {
            for (int i = 0; i < lines; i++) {
                if (lineFrom[i * lineSlots.length + slot] != MISSING) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Writes a column's value to a row.
     *
     * @param source a slot of the line, or the complement of one of the record
     */
    void write(int source, int inLine, CopyBuffer row) {
        if (source < 0) {
            write(recordSlots[~source], recordFrom[~source], recordTo[~source], row);
        } else {
            int at = inLine * lineSlots.length + source;
            write(lineSlots[source], lineFrom[at], lineTo[at], row);
        }
    }

    private void write(Slot slot, int from, int to, CopyBuffer row) {
        if (slot.constant() != null) {
            row.put(slot.constant());
        } else if (from == MISSING) {
            row.putNull();
        } else if (amounts != null && slot.minorUnits()) {
            String amount = amounts.scaled(CopyBuffer.decode(values.bytes(), from, to));
            if (amount == null) {
                row.putNull();
            } else {
                row.ascii(amount);
            }
        } else {
            row.put(values.bytes(), from, to - from);
        }
    }

    /** A value as text, null if there is none. @param source as for {@link #write} */
    String text(int source, int inLine) {
        if (source < 0) {
            return text(recordSlots[~source], recordFrom[~source], recordTo[~source]);
        }
        int at = inLine * lineSlots.length + source;
        return text(lineSlots[source], lineFrom[at], lineTo[at]);
    }

    private String text(Slot slot, int from, int to) {
        byte[] constant = slot.constant();
        if (constant != null) {
            return CopyBuffer.decode(constant, 0, constant.length);
        }
        String text = from == MISSING ? null : CopyBuffer.decode(values.bytes(), from, to);
        return amounts != null && slot.minorUnits() ? amounts.scaled(text) : text;
    }
}
