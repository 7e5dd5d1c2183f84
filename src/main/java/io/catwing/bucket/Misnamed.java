package io.catwing.bucket;

import io.catwing.failure.PrintableText;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Objects that lie where a stage reads, and that it does not read, for no rule of its fits their keys. Told by each run. */
public final class Misnamed {
    private static final int TOLD = 3;
    private static final int LONGEST_NAME = 80;

    private final TreeSet<String> places = new TreeSet<>();

    /** @param place as people see it, below the client's prefix; a folder that a browser of S3 made is none */
    public void add(String place) {
        if (!place.endsWith("/")) {
            places.add(place);
        }
    }

    /**
     * How many there are, and the first of them by name. Empty where there are none.
     *
     * @param hint what names are read
     */
    public Optional<String> note(String hint) {
        if (places.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of((places.size() == 1 ? "1 file is" : places.size() + " files are")
                + " not read, for the name is none that is expected: "
                + places.stream()
                        .limit(TOLD)
                        .map(place -> PrintableText.clean(place, LONGEST_NAME))
                        .collect(Collectors.joining(", "))
                + (places.size() > TOLD ? " and " + (places.size() - TOLD) + " more" : "")
                + "\nHINT: " + hint);
    }
}
