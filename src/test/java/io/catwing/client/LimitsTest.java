package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    /** How a document writes each number. */
    private static final Map<String, String> WRITTEN = new LinkedHashMap<>();

    static {
        WRITTEN.put("RECORD_BYTES", "%d MB".formatted(Limits.RECORD_BYTES >> 20));
        WRITTEN.put("RAW_RECORD_BYTES", "%d MB".formatted(Limits.RAW_RECORD_BYTES >> 20));
        WRITTEN.put("TEXT_CHARACTERS", number(Limits.TEXT_CHARACTERS) + " characters");
        WRITTEN.put("NAME_BYTES", number(Limits.NAME_BYTES) + " bytes");
        WRITTEN.put("LINES", number(Limits.LINES) + " lines");
        WRITTEN.put("NESTING", number(Limits.NESTING) + " levels");
        WRITTEN.put("RAW_NESTING", number(Limits.RAW_NESTING) + " levels");
        WRITTEN.put("NUMBER_CHARACTERS", number(Limits.NUMBER_CHARACTERS) + " characters");
        WRITTEN.put("WHOLE_DIGITS", "10^" + Limits.WHOLE_DIGITS);
        WRITTEN.put("FRACTION_DIGITS", Limits.FRACTION_DIGITS + " digits");
        WRITTEN.put("EXPONENT", "an exponent up to " + number(Limits.EXPONENT));
        WRITTEN.put("ID_CHARACTERS", Limits.ID_CHARACTERS + " characters");
        WRITTEN.put("EARLIEST_DAY", "years " + Limits.EARLIEST_DAY.getYear() + " to");
        WRITTEN.put("LATEST_DAY", "to " + Limits.LATEST_DAY.getYear());
        WRITTEN.put("EARLIEST_EVENT", Limits.EARLIEST_EVENT.toString());
        WRITTEN.put("LATEST_EVENT", Limits.LATEST_EVENT.toString());
        WRITTEN.put("MESSAGE", number(Limits.MESSAGE) + " characters");
    }

    @Test
    void the_reference_holds_the_number_of_each_limit() throws IOException {
        String reference = Files.readString(Path.of("docs/reference/limits-and-oddities.md"));
        String section = reference.substring(reference.indexOf("\n## Limits\n"));
        String rows = section.substring(0, section.indexOf("\n## ", 1));

        assertThat(WRITTEN)
                .containsOnlyKeys(Arrays.stream(Limits.class.getFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .map(Field::getName)
                        .toArray(String[]::new));
        assertThat(WRITTEN).allSatisfy((limit, written) -> assertThat(rows)
                .as(limit)
                .containsPattern("(?<![0-9,])" + written.replace("^", "\\^") + "\\b"));
    }

    @Test
    void days_are_whole_years() {
        assertThat(Limits.EARLIEST_DAY).isEqualTo(LocalDate.of(Limits.EARLIEST_DAY.getYear(), 1, 1));
        assertThat(Limits.LATEST_DAY).isEqualTo(LocalDate.of(Limits.LATEST_DAY.getYear(), 12, 31));
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
