package io.catwing.recover;

import java.util.List;

/**
 * What {@code direct:verify} answers.
 *
 * @param problems that the rebuild met, which may be why there are differences
 * @param kept the rebuilt database, which is left for people to look at when it differs; null otherwise
 */
public record Verification(Comparison comparison, List<String> problems, DatabaseName kept) {
    public boolean good() {
        return comparison.equal() && problems.isEmpty();
    }
}
