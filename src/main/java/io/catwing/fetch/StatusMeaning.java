package io.catwing.fetch;

import io.catwing.client.NoneWhen;
import java.util.Set;

/**
 * What the status of an answer says by itself.
 *
 * @param asked what it answers
 * @param none what says in the client's file that there is nothing
 */
record StatusMeaning(Asking asked, NoneWhen none) {
    private static final int NO_CONTENT = 204;

    /** What ERPs answer for a page behind the last. */
    private static final Set<Integer> BEYOND = Set.of(400, 404, 416, 422);

    /** The ERP refused a page after the first, where pages are counted, or has nothing where it said that there is more. */
    boolean isBeyondLastPage(int status) {
        return asked.isPromised() && (status == 400 || status == 404)
                || asked.announced() != Announced.NOTHING && meansNothing(status);
    }

    /** It is an answer, whatever it says of others. */
    boolean isTaken(int status) {
        return asked.takes(status);
    }

    /**
     * The status alone says that there is nothing: 204, or what the client's file declares. It is not believed of what was
     * announced, for an address may have expired; but after a mark or a boolean 204 is an empty page.
     */
    boolean saysNothing(int status) {
        if (asked.isGuess() && BEYOND.contains(status)) {
            return true;
        }
        Announced announced = asked.announced();
        return meansNothing(status)
                && (announced == Announced.NOTHING || announced == Announced.MORE && status == NO_CONTENT);
    }

    private boolean meansNothing(int status) {
        return status == NO_CONTENT || none.statuses().contains(status);
    }
}
