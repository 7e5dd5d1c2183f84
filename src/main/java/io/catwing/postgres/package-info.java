/**
 * PostgreSQL as every stage meets it: the SQL files, the digest of a table, addresses as libpq wants them, and PostgreSQL's
 * own client programs, found, checked and given that address.
 */
package io.catwing.postgres;
