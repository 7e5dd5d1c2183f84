package io.catwing.service.api;

import java.util.List;

/**
 * Part of a list.
 *
 * @param more whether there is another page
 */
record Page<T>(List<T> items, int page, int size, boolean more) {

    /** @param found {@link Paging#rows} at most */
    static <T> Page<T> of(Paging asked, List<T> found) {
        boolean more = found.size() > asked.size();
        return new Page<>(more ? found.subList(0, asked.size()) : found, asked.page(), asked.size(), more);
    }
}
