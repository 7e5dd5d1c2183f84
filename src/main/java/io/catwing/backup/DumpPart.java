package io.catwing.backup;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A part of a dump's object that is a gzip of its own: statements with small tables' rows among them, or rows of one large
 * table and nothing else. A dump's parts follow each other without a gap.
 *
 * @param at of its first byte in the object
 * @param bytes of it in the object
 * @param sha256 of these, in hexadecimal digits
 * @param uncompressedBytes of SQL
 * @param table whose rows it holds, whole lines as COPY writes them; null for statements
 * @param rows that it holds; 0 for statements
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DumpPart(long at, long bytes, String sha256, long uncompressedBytes, String table, long rows) {}
