package io.catwing.load.mapping;

import io.catwing.client.CurrencyUnits;
import java.math.BigDecimal;
import java.util.stream.IntStream;

/** Amounts that come in the smallest unit of their currency: 1050 is 10.50 EUR, 1050 JPY and 1.050 KWD. */
final class Amounts {
    private final int[] ofRecord;
    private final int[] ofLine;
    /** Of a record without a currency of its own; null if there is none. */
    private final String usual;

    private int digits;

    private Amounts(int[] ofRecord, int[] ofLine, String usual) {
        this.ofRecord = ofRecord;
        this.ofLine = ofLine;
        this.usual = usual;
    }

    /** Null if there are none. */
    static Amounts of(Slot[] record, Slot[] line) {
        int[] ofRecord = slots(record);
        int[] ofLine = slots(line);
        if (ofRecord.length + ofLine.length == 0) {
            return null;
        }
        Slot any = ofRecord.length > 0 ? record[ofRecord[0]] : line[ofLine[0]];
        return new Amounts(ofRecord, ofLine, any.from().notation().minorUnits().currency());
    }

    private static int[] slots(Slot[] slots) {
        return IntStream.range(0, slots.length)
                .filter(i -> slots[i].minorUnits())
                .toArray();
    }

    int[] ofRecord() {
        return ofRecord;
    }

    int[] ofLine() {
        return ofLine;
    }

    /** @param own the record's currency, or null @return why its amounts cannot be read, or null */
    Rejection find(String own) {
        String currency = own == null || own.isBlank() ? usual : own;
        if (currency == null) {
            return new Rejection(
                    "", "its amounts are in minor units, and it has no currency; declare formats: {currency: EUR}");
        }
        digits = CurrencyUnits.exponent(currency);
        return digits >= 0
                ? null
                : new Rejection(
                        "",
                        Slot.shown("its amounts are in minor units, and its currency is none of ISO 4217", currency));
    }

    /** In the currency that was found. */
    String scaled(String amount) {
        return amount == null
                ? null
                : new BigDecimal(amount).movePointLeft(digits).toPlainString();
    }
}
