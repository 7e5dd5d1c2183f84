package io.catwing.clientdata;

import java.util.List;
import java.util.Locale;

/**
 * One column of a workbook.
 *
 * @param name ours; a header that reads so, whatever its case, blanks and punctuation, is this column
 * @param need what happens where it is missing
 * @param conversion what its cells may hold
 * @param synonyms headers that mean the same
 * @param note what the template tells the person who fills it in
 * @param example one value, as a person would write it
 */
record Field(String name, Need need, Conversion conversion, List<String> synonyms, String note, String example) {

    /** What happens where it is missing. */
    enum Need {
        /** The sheet may do without the column. */
        OPTIONAL,
        /** The sheet must have the column; its cells may be empty. */
        COLUMN,
        /** Each row must fill it. */
        CELL
    }

    boolean columnNeeded() {
        return need != Need.OPTIONAL;
    }

    /** Whether a header is our own name, but for case, blanks and punctuation. */
    boolean isCalled(String header) {
        return letters(name).equals(letters(header));
    }

    /** Whether a header is a known other name for it. */
    boolean isMeantBy(String header) {
        String letters = letters(header);
        return synonyms.stream().anyMatch(known -> letters(known).equals(letters));
    }

    /** Letters and digits in lower case: all that counts of a header. What stands in brackets, such as a unit, does not. */
    private static String letters(String header) {
        return header.replaceAll("\\([^)]*\\)|\\[[^]]*]", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
