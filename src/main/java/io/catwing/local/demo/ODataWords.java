package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BiConsumer;

/** How client CW-000151 writes its ids, amounts and times. */
final class ODataWords {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** 2^53 + 1: whoever reads such an id as a double loses it. */
    private static final long FIRST_ID = 9_007_199_254_740_993L;

    /** Each kind of thing has its own range of ids. */
    enum Kind {
        PRODUCT,
        VENDOR,
        LOCATION,
        PRICE,
        CUSTOMER,
        SALE,
        PURCHASE,
        RECEIPT,
        STORE_ORDER,
        TRANSFER;

        long id(int number) {
            return FIRST_ID + ordinal() * 1_000_000_000_000L + number;
        }
    }

    private ODataWords() {}

    static BigDecimal amount(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** {@code 2026-01-05T09:12:00+01:00} */
    static String time(World world, int day, int minute) {
        return instant(world.date(day), minute).toString().replaceFirst("T(\\d\\d:\\d\\d)([+-])", "T$1:00$2");
    }

    /** {@code /Date(1767600000000)/} */
    static String odata(LocalDate date, int minute) {
        return "/Date(" + instant(date, minute).toInstant().toEpochMilli() + ")/";
    }

    private static OffsetDateTime instant(LocalDate date, int minute) {
        return date.atStartOfDay().plusMinutes(minute).atZone(ZONE).toOffsetDateTime();
    }

    static <L> void lines(ArrayNode array, List<L> lines, BiConsumer<L, ObjectNode> fill) {
        for (L line : lines) {
            fill.accept(line, array.addObject().put("LineNumber", (array.size()) * 10));
        }
    }
}
