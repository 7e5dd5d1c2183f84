/**
 * The project's own benchmark of load: ours, beside the limit ({@code psql \copy} of ready rows) and beside what a user
 * would write instead, interleaved in one run, so that a noisy machine disturbs all of them alike.
 */
package io.catwing.bench;
