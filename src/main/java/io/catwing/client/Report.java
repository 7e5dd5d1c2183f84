package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A report that the ERP makes while it is asked about it again and again: submitted, polled, downloaded, deleted.
 *
 * @param id pointer into the answer to {@code submit} to {@code {{id}}} of the other requests; null if they have none
 * @param busy jq over that answer: true means that it cannot be submitted yet; or null
 * @param delete sent once it is no longer needed, whatever it came to; or null
 */
public record Report(
        RequestSpec submit, JsonPointer id, String busy, Poll poll, Download download, RequestSpec delete) {

    /**
     * Asking whether it is ready.
     *
     * @param limit from the submission on
     * @param done jq over the answer
     * @param failed jq over the answer, or null
     * @param progress pointer to what is told of it meanwhile, or null
     * @param error pointer to why it failed, or null
     */
    public record Poll(
            RequestSpec request,
            Duration every,
            Duration limit,
            String done,
            String failed,
            JsonPointer progress,
            JsonPointer error) {}

    /**
     * Where its records are.
     *
     * @param at pointer into the last answer to an address; null where they are requested like any
     * @param from further servers that the address may be of
     * @param optional no address means no records
     */
    public record Download(JsonPointer at, List<URI> from, boolean optional) {}
}
