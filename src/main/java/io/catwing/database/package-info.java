/**
 * How programs that are not ours reach the database: its address as libpq wants it, and PostgreSQL's own client programs,
 * found, checked and given that address. The stages backup and recover run them.
 */
package io.catwing.database;
