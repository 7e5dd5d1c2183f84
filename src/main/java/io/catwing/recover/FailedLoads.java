package io.catwing.recover;

import io.catwing.bucket.RawKey;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** At which raw files a recovery's loads have failed. Of folded results only the client and the entity are known. */
final class FailedLoads {
    private final Set<String> files = new HashSet<>();
    private final Set<String> entities = new HashSet<>();

    FailedLoads(Collection<StepResult> results) {
        results.stream()
                .filter(step -> step.outcome() == Outcome.FAILED && step.stage().equals("load"))
                .forEach(step -> {
                    String entity = step.client() + " " + step.subject();
                    if (step.isFolded()) {
                        entities.add(entity);
                    } else {
                        files.add(entity + " " + step.date());
                    }
                });
    }

    boolean has(RawKey key) {
        return files.contains(key.client() + " " + key.entity() + " " + key.date());
    }

    /** Whether it may be among those that are folded. */
    boolean mayHave(RawKey key) {
        return entities.contains(key.client() + " " + key.entity());
    }
}
