package io.catwing.client.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt word should have been. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code did you mean 'mapping'? keys here are …}, where {@code these} is the "keys here". */
    public static String hint(String written, String these, Collection<String> known) {
        String all = these + " are " + String.join(", ", known);
        return nearest(written, known)
                .map(near -> "did you mean '" + near + "'? " + all)
                .orElse(all);
    }

    /** Empty if nothing known is similar. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                // A much longer word is not similar, and thousands of letters would need a table of millions.
                .filter(word -> Math.abs(word.length() - written.length()) <= mistakes(written, word))
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> distance(written, word) <= mistakes(written, word));
    }

    private static int mistakes(String written, String word) {
        return Math.max(1, Math.min(word.length(), written.length()) / 3);
    }

    /** Letters to insert, delete, change, or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
