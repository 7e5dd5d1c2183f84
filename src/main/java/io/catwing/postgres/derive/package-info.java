/**
 * Tables that are derived inside the database: the stages enrich and stats find their steps in SQL files, the product's own
 * in {@code sql/<stage>} and the user's in a folder beside the client files. Mistakes in a file are reported with file,
 * line and the next step, without a database.
 */
package io.catwing.postgres.derive;
