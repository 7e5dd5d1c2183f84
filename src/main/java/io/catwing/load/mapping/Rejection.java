package io.catwing.load.mapping;

import io.catwing.failure.PrintableText;

/**
 * Why a record was not mapped.
 *
 * @param field its place in the record, as a JSON Pointer
 * @param reason a lower-case fact naming column, pointer and value
 */
record Rejection(String field, String reason) {
    /** Not masked: a rebuilt database must have the same, and the record itself is stored beside it. */
    Rejection {
        field = PrintableText.printable(field, PrintableText.LONGEST_MESSAGE);
        reason = PrintableText.printable(reason, PrintableText.LONGEST_MESSAGE);
    }
}
