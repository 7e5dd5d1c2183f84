package io.catwing.client.yaml;

import io.catwing.failure.PrintableText;
import java.nio.file.Path;

/**
 * One problem of a file.
 *
 * @param line from 1; 0 if it is about the file or folder as a whole
 * @param column from 1; 0 if it is about the file or folder as a whole
 * @param reason a lower-case fact that names the place in the file
 * @param hint the next step
 */
public record Problem(Path file, int line, int column, String reason, String hint) {
    /** Contains keys and values of the file, whatever their length; together they must fit a message. */
    private static final int LONGEST_REASON = 320;

    private static final int LONGEST_HINT = 270;

    public Problem {
        reason = PrintableText.printable(reason, LONGEST_REASON);
        hint = PrintableText.printable(hint, LONGEST_HINT);
    }

    /** {@code file:line:column: reason}, which editors and terminals turn into a link, and the hint below. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file.toString();
        return place + ": " + reason + "\n  HINT: " + hint;
    }
}
