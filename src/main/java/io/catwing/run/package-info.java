/**
 * The words that every stage shares when it speaks of one run of a command: its id, how far it is, and what became of
 * each file.
 */
package io.catwing.run;
