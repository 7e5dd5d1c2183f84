/**
 * Enrich merges ERP data with uploads: a supplier's terms, a location's attributes, where each
 * location gets each product from and how long that takes, and the keys of images. All of it is SQL, in {@code
 * sql/enrich}; Java runs it in the right order and writes only rows that differ.
 *
 * <p>Changes are known from marks that triggers leave in {@code ops.enrich_touched}. A full run is a daily one with
 * everything marked, so both give the same tables. Everything is marked, too, where the SQL files are not those of the last time.
 */
package io.catwing.enrich;
