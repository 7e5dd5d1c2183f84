/**
 * Enrich joins what the ERPs show with what people uploaded: a supplier's terms, a location's attributes, where each
 * location gets each product from and how long that takes, and where images lie. All of it is SQL, in {@code
 * sql/enrich}; Java runs it in the right order and writes only rows that differ.
 *
 * <p>What changed is known from marks that triggers leave in {@code ops.enrich_touched}. A full run is a daily one to
 * which everything has changed, so both give the same tables.
 */
package io.catwing.enrich;
