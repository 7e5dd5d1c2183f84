package io.catwing.client.yaml;

import java.nio.file.Path;

/**
 * One thing that is wrong in a file.
 *
 * @param line from 1; 0 where it is about the file or folder as a whole
 * @param column from 1; 0 where it is about the file or folder as a whole
 * @param reason a lower-case fact that names the place in the file
 * @param hint the next step
 */
public record Problem(Path file, int line, int column, String reason, String hint) {

    /** {@code file:line:column: reason}, which editors and terminals make a link of, and the hint below. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file.toString();
        return place + ": " + reason + "\n  HINT: " + hint;
    }
}
