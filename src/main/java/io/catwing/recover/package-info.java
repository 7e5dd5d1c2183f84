/**
 * Makes a database anew, from a backup or from the raw files alone, and proves that it is the one that was lost.
 *
 * <p>Never in place: a recovery fills a new database beside the live one, with the same stages that fill the live one (a
 * {@link io.catwing.app.Pipeline}), checks it, and only then renames. Each step is a route or a bean:
 *
 * <pre>
 * recover      --> begin, prepare, restore (fast), fill (replay, derive), check, switch, report
 * drill        --> recover fast into a scratch database, compared with the live one, dropped
 * verify       --> two databases compared; with one named, a rebuild is the other
 * </pre>
 */
package io.catwing.recover;
