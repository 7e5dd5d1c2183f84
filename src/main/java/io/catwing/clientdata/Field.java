package io.catwing.clientdata;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One column of a workbook.
 *
 * @param name ours; a header that reads so, whatever its case, blanks and punctuation, is this column
 * @param need what happens where it is missing
 * @param conversion what its cells may hold
 * @param synonyms letters of headers that mean the same
 * @param note what the template tells the person who fills it in
 * @param example one value, as a person would write it
 */
record Field(String name, Need need, Conversion conversion, List<String> synonyms, String note, String example) {

    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^)]*\\)|\\[[^]]*]");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]");

    Field {
        synonyms = synonyms.stream().map(Field::letters).toList();
    }

    /** What happens where it is missing. */
    enum Need {
        /** The sheet may do without the column. */
        OPTIONAL,
        /** The sheet must have the column; its cells may be empty. */
        COLUMN,
        /** Each row must fill it. */
        CELL
    }

    /** Besides those that it has. */
    Field withSynonyms(List<String> more) {
        return new Field(
                name,
                need,
                conversion,
                Stream.concat(synonyms.stream(), more.stream()).toList(),
                note,
                example);
    }

    /** The letters of all headers that mean it. */
    List<String> names() {
        return Stream.concat(Stream.of(letters(name)), synonyms.stream()).toList();
    }

    boolean columnNeeded() {
        return need != Need.OPTIONAL;
    }

    /** Whether a header with these letters is a known other name for it. */
    boolean isMeantBy(String letters) {
        return synonyms.contains(letters);
    }

    /** Letters and digits in lower case: all that counts of a header. What stands in brackets, such as a unit, does not. */
    static String letters(String header) {
        String named = IN_BRACKETS.matcher(header).replaceAll("").toLowerCase(Locale.ROOT);
        return NO_LETTERS.matcher(named).replaceAll("");
    }
}
