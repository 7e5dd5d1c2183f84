package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.EntitySpec;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.client.Shape;
import java.util.List;

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

    /** The same for the answer of a second call, of which there is one page. */
    static void requireOfDetail(EntitySpec spec, JsonNode body, List<String> links) {
        new MoreSigns(spec.envelope().notNext(), true)
                .refuse(
                        body,
                        links,
                        "one page is all that is asked for of a detail",
                        "ask for all of it in one answer, by the size of a page in detail.request");
    }

    /** The envelope of a second call. */
    static Envelope ofDetail(EntitySpec spec) {
        return new Envelope(
                spec.detail().records(),
                null,
                spec.envelope().error(),
                spec.envelope().success(),
                spec.envelope().retry(),
                null,
                Shape.ARRAY,
                spec.envelope().noneWhen(),
                spec.envelope().notNext());
    }
}
