package io.catwing.fetch;

import io.catwing.client.EntitySpec;
import io.catwing.client.Paging;

/** Sees that the answer which was taken for the last, or for all, does not say itself that more follow. */
final class LastPage {

    private LastPage() {}

    /**
     * @param last where the pages end by what the client's file says of them
     * @throws io.catwing.failure.QuarantinedFailure when the answer says that more follow, and no declared total says otherwise
     */
    static void require(EntitySpec spec, Pager pager, PageAnswer last) {
        if (Boolean.TRUE.equals(last.complete()) || pager.isSure(last)) {
            return;
        }
        boolean onePage = spec.paging() instanceof Paging.None;
        new MoreSigns(spec.envelope().notNext(), onePage)
                .refuse(
                        last.envelope(),
                        last.links(),
                        onePage ? "one page is all that was asked for" : "the pages end here",
                        "say by paging: in the client's file how they follow each other");
    }
}
