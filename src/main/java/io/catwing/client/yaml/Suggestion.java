package io.catwing.client.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who misspelt a word probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code did you mean 'mapping'? keys here are …}, where {@code these} is the "keys here". */
    public static String hint(String written, String these, Collection<String> known) {
        String all = these + " are " + String.join(", ", known);
        return nearest(written, known)
                .map(near -> "did you mean '" + near + "'? " + all)
                .orElse(all);
    }

    /** Empty where nothing known is near. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> distance(written, word) <= Math.max(1, Math.min(word.length(), written.length()) / 3));
    }

    /** Levenshtein: letters to put in, take out or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
