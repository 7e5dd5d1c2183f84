/**
 * Stats computes the schema {@code stats} from {@code general} alone, inside the database: no row passes through here. In
 * daily operation only what newly loaded files touch is computed anew, by the same SQL as everything else; what is touched
 * follows from a difference of ledgers and from marks that triggers leave of rows that are gone.
 */
package io.catwing.stats;
