package io.catwing.client;

/**
 * An answer of an ERP that has a meaning of its own though its status is that of an error.
 *
 * @param status of HTTP
 * @param when jq over the error's body, which must be true; null where the status alone says it
 */
public record DeclaredError(int status, String when) {}
