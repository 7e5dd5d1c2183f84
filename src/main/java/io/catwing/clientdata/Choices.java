package io.catwing.clientdata;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cells that hold one of a few words, by what people write for them. */
final class Choices {
    private static final Set<String> YES = Set.of("yes", "y", "true", "t", "1", "x", "on", "active");
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "0", "-", "off", "inactive");

    /** What a location is. */
    static final Conversion PLACE = oneOf(
            Map.of(
                    "store", "store",
                    "shop", "store",
                    "branch", "store",
                    "warehouse", "warehouse",
                    "wh", "warehouse",
                    "dc", "warehouse",
                    "distribution center", "warehouse",
                    "distribution centre", "warehouse"),
            "store or warehouse");

    /** What supplies it. */
    static final Conversion SOURCE = oneOf(
            Map.of(
                    "warehouse", "warehouse",
                    "wh", "warehouse",
                    "dc", "warehouse",
                    "distribution center", "warehouse",
                    "distribution centre", "warehouse",
                    "supplier", "supplier",
                    "vendor", "supplier",
                    "direct", "supplier"),
            "warehouse or supplier");

    private Choices() {}

    static Object yesOrNo(CellValue cell) throws BadCell {
        String word = word(cell);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new BadCell("expected yes or no");
        }
        return YES.contains(word);
    }

    private static Conversion oneOf(Map<String, String> meanings, String expected) {
        return cell -> {
            String meaning = meanings.get(word(cell));
            if (meaning == null) {
                throw new BadCell("expected " + expected);
            }
            return meaning;
        };
    }

    private static String word(CellValue cell) {
        return (cell.value() instanceof BigDecimal number
                        ? CellValue.digits(number)
                        : cell.value().toString())
                .toLowerCase(Locale.ROOT);
    }
}
