package io.catwing.load;

/**
 * Why a record was not mapped.
 *
 * @param field where in the record, as a JSON Pointer
 * @param reason a lower-case fact naming column, pointer and value
 */
record Rejection(String field, String reason) {}
