package io.catwing.failure;

import java.util.List;
import java.util.stream.Collectors;

/** Tells whether failures have one cause, so that it is told once. */
public final class Cause {
    private Cause() {}

    /**
     * What is left of a message without what differs from file to file: names and addresses (which contain slashes), dates, pages, and
     * what the failure happened to.
     *
     * @param subject such as an entity
     */
    public static String of(String message, String subject) {
        return String.valueOf(message)
                .replaceAll("[^\\s/]*/\\S*", "/")
                .replaceAll(", (request|page) [0-9]+", "")
                .replaceAll("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}\\b", "-")
                .replace(subject, "…");
    }

    /** {@code products, suppliers and 3 more}, of at least one. */
    public static String names(List<String> names) {
        int shown = names.size() <= 4 ? names.size() : 3;
        String first = names.stream().limit(shown).collect(Collectors.joining(", "));
        return shown == names.size() ? first : first + " and " + (names.size() - shown) + " more";
    }
}
