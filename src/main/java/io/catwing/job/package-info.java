/**
 * Whole runs: the stages in their order. Each is a route with an endpoint of its own, so that the command line, the timers and
 * JMX all go the same way:
 *
 * <pre>
 * fetch-yesterday (daily), fetch-owed (every few minutes): Owed says of whom --> fetch-and-load, which they do not wait for
 * catwing fetch ------------> fetch-and-load:  claim, begin-run, probe the bucket, a client beside the other, end-run
 * catwing fetch --no-load --> fetch-only:      the same, without what comes after S3
 * catwing load -------------> load-only:       begin-run, load, derive, end-run
 * catwing replay -----------> replay-only:     begin-run, replay, derive, end-run
 * catwing enrich, stats … --> stage-only:      begin-run, the stage, end-run
 * catwing recover ----------> derive (inside the new database's own pipeline)
 *
 * one client of fetch-and-load, whatever the others do:
 *
 *   work-client: what is thrown in here is the client's outcome
 *     work-client-stages
 *       fetch ............ waits for the client's ERP alone
 *       | turn |  load ... some clients at a time have a turn at the database
 *       fetch-product-images
 *       | turn |  derive
 *
 * derive: client-data, load-product-images, load-predictions, enrich, stats
 * </pre>
 *
 * <p>Three things keep a client from holding up another: its workers are its own ({@code PlanFetch}), a client at work for
 * longer than the patience with it no longer counts among those at a time ({@code ClientThreads}), and a run that begins
 * leaves out whom another run works on ({@code Claims}).
 *
 * <p>A run holds an advisory lock for as long as it lives and is written down with an outcome when it ends ({@code Runs});
 * what an outage, a crash or a missed timer leaves is owed ({@code Owed}) and taken up by the next firing.
 */
package io.catwing.job;
