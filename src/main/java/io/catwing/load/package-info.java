/**
 * Load turns raw files into rows of {@code general}, by the client's mapping, so that the database is what a
 * chronological replay of S3 gives: whichever order, however often and however many at a time the files are loaded.
 *
 * <p>A batch of files is one transaction: {@link io.catwing.load.ParseBatch} reads ahead on a thread of its own and
 * fills {@link io.catwing.load.Chunk}s with COPY rows, {@link io.catwing.load.WriteBatch} brings them into the tables.
 */
package io.catwing.load;
