package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** How client CW-000200 writes its codes, amounts and times. */
final class PagedWords {

    private PagedWords() {}

    static String sku(int product) {
        return String.format("SKU-%05d", product + 1);
    }

    static String supplierCode(int supplier) {
        return String.format("SUP-%03d", supplier + 1);
    }

    static String locationCode(int place) {
        return String.format("L%03d", place + 1);
    }

    static String purchaseNumber(int number) {
        return String.format("PO/%06d", number);
    }

    /** {@code 12.50} */
    static String decimal(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    /** {@code 1.250,00} */
    static String continental(long cents) {
        return String.format(Locale.GERMANY, "%,.2f", BigDecimal.valueOf(cents, 2));
    }

    /** A local time without an offset. */
    static String time(World world, int day, int minute) {
        return world.date(day).atStartOfDay().plusMinutes(minute) + ":00";
    }

    static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    /** Puts numbered lines into a record. */
    static <L> void lines(ObjectNode record, List<L> lines, BiConsumer<L, ObjectNode> fill) {
        ArrayNode array = record.putArray("lines");
        for (L line : lines) {
            fill.accept(line, array.addObject().put("line", array.size()));
        }
    }
}
