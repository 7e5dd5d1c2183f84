/**
 * Load turns raw files into rows of {@code general}, by the client's mapping, so that the database is what a
 * chronological replay of S3 gives: whichever order, however often and however many at a time the files are loaded.
 *
 * <p>Here is which files are loaded, in which batches, and each batch's transaction with its ledger entries. {@code mapping}
 * makes rows of records on a thread of its own, {@code copy} brings them into the tables, and {@code rebuild} does both for
 * a new, empty database. They look downwards alone: rebuild, load, copy, mapping.
 */
package io.catwing.load;
