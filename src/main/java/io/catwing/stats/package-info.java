/**
 * Stats computes the schema {@code stats} from {@code general} alone, inside the database: no row passes through Java. In
 * daily operation only what newly loaded files touch is recomputed, by the same SQL as in a full run; what is touched
 * follows from a difference between ledgers and from marks that triggers leave for deleted rows.
 */
package io.catwing.stats;
