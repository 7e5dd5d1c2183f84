package io.catwing.local.demo;

/** Faults seen in real ERPs; {@link DemoErp#corrupt} injects one into an entity permanently. */
public enum Fault {
    /** The last page lacks a record that the total counts. */
    SHORT_COUNT,
    /** Every page after the first is the first again. */
    REPEATED_PAGE,
    /** There is always another page. */
    ENDLESS_NEXT_LINK,
    /** The next page lies on another host: as a link, or as a redirect where there are no links. */
    OTHER_HOST,
    EMPTY_SNAPSHOT,
    /** A tenth of the records, rightly counted. */
    SHRUNKEN_SNAPSHOT,
    /** White space without end after the body: {@value DemoErp#OVERSIZE} bytes. */
    OVERSIZED_BODY,
    /** The first record has no id. */
    BAD_RECORD,
    /** The ids of the first two records are {@code ../../x} and {@code '; drop table general.product; --}. */
    HOSTILE_IDS
}
