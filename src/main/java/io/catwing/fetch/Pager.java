package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variables;
import java.net.URI;
import java.util.Optional;

/** Knows which page comes next. One for each request of a file. */
interface Pager {

    /** Adds the next page's variables to those of the window. */
    Variables variables(Variables window);

    /** Address of the next page where the ERP names it itself; otherwise the request's template makes it. */
    default Optional<URI> address() {
        return Optional.empty();
    }

    /**
     * A page came whole.
     *
     * @return there is one more
     * @throws io.catwing.failure.QuarantinedFailure when the answer contradicts itself, or goes round in circles
     */
    boolean advance(PageAnswer page);

    /** What an ERP's 400 or 404 for a page after the first means. */
    default boolean counted() {
        return false;
    }

    /** The last answer said itself that it is the last, by what the client's file declares. */
    default boolean isSure(PageAnswer last) {
        return false;
    }

    /** The page that is asked for may well not exist: only a short page before it could have been the last. */
    default boolean isGuess() {
        return false;
    }

    /** What the pages before said of the one that is asked for. */
    default Announced announced() {
        return Announced.NOTHING;
    }

    /** @param version where a version paging begins */
    static Pager of(Paging paging, NextLinks links, long version) {
        if (paging instanceof Paging.Page page) {
            return new PageNumbers(page);
        }
        if (paging instanceof Paging.Offset offset) {
            return new Offsets(offset);
        }
        if (paging instanceof Paging.Keyset keyset) {
            return new Keys(keyset);
        }
        if (paging instanceof Paging.Version versions) {
            return new Versions(versions, version);
        }
        if (paging instanceof Paging.Cursor cursor) {
            return new Cursors(cursor);
        }
        if (paging instanceof Paging.NextLink || paging instanceof Paging.LinkHeader) {
            return new Links(paging, links);
        }
        return new OnePage();
    }

    /** One answer is all. */
    record OnePage() implements Pager {
        @Override
        public Variables variables(Variables window) {
            return window;
        }

        @Override
        public boolean advance(PageAnswer page) {
            return false;
        }
    }
}
