package io.catwing.load;

import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import java.util.Map;
import java.util.Set;

/**
 * What became of the entities whose mapping had changed when a load began.
 *
 * @param forgotten those whose rows were deleted, to be loaded anew
 * @param kept those whose rows stay, and of which nothing is loaded, each with the result that says why
 */
record ChangedMappings(Set<Part> forgotten, Map<Part, StepResult> kept) {
    /** A client's entity. */
    record Part(ClientId client, Entity entity) {}

    boolean keeps(RawKey file) {
        return !kept.isEmpty() && kept.containsKey(new Part(file.client(), file.entity()));
    }
}
