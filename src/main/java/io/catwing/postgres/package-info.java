/**
 * PostgreSQL for every stage: the SQL files, the digest of a table, addresses in libpq's form, and PostgreSQL's
 * own client programs, found, checked and given that address.
 */
package io.catwing.postgres;
