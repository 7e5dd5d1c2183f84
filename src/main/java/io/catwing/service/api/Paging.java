package io.catwing.service.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Which part of a list is asked for.
 *
 * @param page from 0, which is the default
 * @param size items on a page; 50 where it is not given
 */
record Paging(
        @Min(value = 0, message = "is 0 or more") @Max(value = 1_000_000, message = "is 1000000 at most") Integer page,
        @Min(value = 1, message = "is 1 to 500") @Max(value = 500, message = "is 1 to 500") Integer size) {
    private static final int USUAL = 50;

    Paging {
        page = page == null ? 0 : page;
        size = size == null ? USUAL : size;
    }

    /** One more than fits, which tells whether there is another page. */
    int rows() {
        return size + 1;
    }

    long skip() {
        return (long) page * size;
    }
}
