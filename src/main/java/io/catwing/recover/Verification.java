package io.catwing.recover;

import java.util.List;

/**
 * What {@code direct:verify} answers.
 *
 * @param problems that the rebuild met, which may be why there are differences
 * @param kept the rebuilt database, which is left for people to look at when it differs; null otherwise
 * @param stays why a rebuilt database that is equal is still there; null where it is not
 */
public record Verification(Comparison comparison, List<String> problems, DatabaseName kept, String stays) {
    public boolean good() {
        return comparison.equal() && problems.isEmpty();
    }
}
