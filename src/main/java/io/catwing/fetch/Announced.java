package io.catwing.fetch;

/** What earlier answers said of a page that is asked for now. */
enum Announced {
    /** Nothing: there may be none. */
    NOTHING,
    /** That more follow, by a mark or a boolean. */
    MORE,
    /** That this one exists, by its address or a number. */
    PAGE
}
