package io.catwing.bucket;

import io.catwing.failure.PrintableText;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Objects that lie where a stage reads, and that it does not read, for no rule of its fits their keys. Told by each run: how many
 * there are and the first by name, which are all that is held of them.
 */
public final class Misnamed {
    private static final int TOLD = 3;
    private static final int LONGEST_NAME = 80;

    private final TreeSet<String> first = new TreeSet<>();
    private long count;

    /** @param place added once; as people see it, below the client's prefix; a folder that a browser of S3 made is none */
    public void add(String place) {
        if (!place.endsWith("/")) {
            count++;
            first.add(place);
            if (first.size() > TOLD) {
                first.pollLast();
            }
        }
    }

    /**
     * How many there are, and the first of them by name. Empty where there are none.
     *
     * @param hint what names are read
     */
    public Optional<String> note(String hint) {
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of((count == 1 ? "1 file is" : count + " files are")
                + " not read, for the name is none that is expected: "
                + first.stream()
                        .map(place -> PrintableText.clean(place, LONGEST_NAME))
                        .collect(Collectors.joining(", "))
                + (count > TOLD ? " and " + (count - TOLD) + " more" : "")
                + "\nHINT: " + hint);
    }
}
