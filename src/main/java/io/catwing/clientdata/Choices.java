package io.catwing.clientdata;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cells that hold one of a few words, by the synonyms that people write. */
final class Choices {
    private static final Set<String> YES = Set.of("yes", "y", "true", "t", "1", "x", "on", "active");
    private static final Set<String> NO = Set.of("no", "n", "false", "f", "0", "-", "off", "inactive");

    private Choices() {}

    static Object yesOrNo(CellValue cell) throws BadCell {
        String word = word(cell);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new BadCell("expected yes or no");
        }
        return YES.contains(word);
    }

    /** @param words what people write, by what it means */
    static Conversion oneOf(Map<String, Object> words) {
        return cell -> {
            String word = word(cell);
            return words.keySet().stream()
                    .filter(meaning -> WorkbookKind.texts(words.get(meaning)).contains(word))
                    .findFirst()
                    .orElseThrow(() -> new BadCell("expected " + String.join(" or ", words.keySet())));
        };
    }

    private static String word(CellValue cell) {
        return (cell.value() instanceof BigDecimal number
                        ? CellValue.digits(number)
                        : cell.value().toString())
                .toLowerCase(Locale.ROOT);
    }
}
