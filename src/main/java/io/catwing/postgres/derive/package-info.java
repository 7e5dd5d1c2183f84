/**
 * Tables that are derived inside the database: the stages enrich and stats find their steps in SQL files, the product's own
 * in {@code sql/<stage>} and the user's in a folder beside the clients' files. What is wrong with a file is told with file,
 * line and the next step, without a database.
 */
package io.catwing.postgres.derive;
