package io.catwing.clientdata;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One column of a workbook.
 *
 * @param name ours; a header with the same letters, whatever its case, blanks and punctuation, is this column
 * @param need what happens if it is missing
 * @param conversion what its cells may hold
 * @param synonyms letters of headers with the same meaning
 * @param note the template's text for the person who fills it in
 * @param example one value, as a person would write it
 */
record Field(String name, Need need, Conversion conversion, List<String> synonyms, String note, String example) {

    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^)]*\\)|\\[[^]]*]");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]");

    Field {
        synonyms = synonyms.stream().map(Field::letters).toList();
    }

    /** What happens if it is missing. */
    enum Need {
        /** The column may be missing. */
        OPTIONAL,
        /** The column must be there; its cells may be empty. */
        COLUMN,
        /** Each row must have a value. */
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

    /** The letters of all headers of this column. */
    List<String> names() {
        return Stream.concat(Stream.of(letters(name)), synonyms.stream()).toList();
    }

    boolean columnNeeded() {
        return need != Need.OPTIONAL;
    }

    /** Whether a header with these letters is a known synonym of it. */
    boolean isMeantBy(String letters) {
        return synonyms.contains(letters);
    }

    /** Letters and digits in lower case, which identify a header. What is in brackets, such as a unit, does not count. */
    static String letters(String header) {
        String named = IN_BRACKETS.matcher(header).replaceAll("").toLowerCase(Locale.ROOT);
        return NO_LETTERS.matcher(named).replaceAll("");
    }
}
