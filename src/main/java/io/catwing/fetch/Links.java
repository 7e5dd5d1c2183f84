package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;
import java.net.URI;
import java.util.Optional;

/** Goes where the ERP's next link leads, but never to another host and never twice to one address. */
final class Links implements Pager {

    private final Paging paging;
    private final NextLinks links;
    private final SeenRecords seen = new SeenRecords(SeenRecords.MOST);
    private URI address;

    Links(Paging paging, NextLinks links) {
        this.paging = paging;
        this.links = links;
    }

    @Override
    public Variables variables(Variables window) {
        return window;
    }

    @Override
    public Optional<URI> address() {
        return Optional.ofNullable(address);
    }

    @Override
    public boolean advance(PageAnswer answer) {
        String link = paging instanceof Paging.NextLink body ? inBody(answer, body) : LinkHeader.next(answer.links());
        if (link == null) {
            return false;
        }
        seen.add(answer.asked().toString());
        URI next = links.follow(answer.asked(), link);
        if (!seen.add(next.toString())) {
            throw new QuarantinedFailure(
                    "the next link leads to a page that was read already, so the pages would never end: "
                            + RecordCopy.shown(next.getRawPath()),
                    "the ERP is at fault; ask its maker, or use another paging in the client's file");
        }
        address = next;
        return true;
    }

    @Override
    public Announced announced() {
        return address == null ? Announced.NOTHING : Announced.PAGE;
    }

    private static String inBody(PageAnswer answer, Paging.NextLink paging) {
        String link = NextPointer.text(answer.envelope(), paging.next(), "paging.next");
        if (link != null
                && !NextPointer.node(answer.envelope(), paging.next(), "paging.next")
                        .isTextual()) {
            throw new QuarantinedFailure(
                    "the answer holds no text at paging.next '" + paging.next() + "'",
                    "correct paging.next in the client's file");
        }
        return link;
    }
}
