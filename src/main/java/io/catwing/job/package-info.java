/**
 * Whole runs: the stages in their order. Each is a route with an endpoint of its own, so that the command line, the timers and
 * JMX all go the same way:
 *
 * <pre>
 * fetch-yesterday (daily), fetch-owed (every few minutes): Owed says of whom --> fetch-and-load, which they do not wait for
 * catwing fetch ------------> fetch-and-load:  claim, begin, probe the bucket, a client beside the other, end
 * catwing fetch --no-load --> fetch-and-load:  the same, without what comes after the bucket
 * catwing load -------------> load-only:       begin, load, derive, end
 * catwing replay -----------> replay-only:     begin, replay, derive, end
 * catwing enrich, stats … --> stage-only:      begin, the stage, end
 * catwing recover ----------> derive (inside the new database's own pipeline)
 *
 * one client of fetch-and-load, whatever the others do:
 *
 *   work-client: what is thrown in here is the client's result
 *     fetch .............. waits for the client's ERP alone
 *     load-client
 *       | turn |  load ... some clients at a time have a turn at the database
 *       fetch-product-images
 *       | turn |  derive
 *
 * derive: client-data, load-product-images, load-predictions, enrich, stats
 * </pre>
 *
 * <p>Three things keep a client from holding up another: its workers are its own ({@code PlanFetch}), a client at work for
 * longer than the patience with it no longer counts among those at a time ({@code ClientThreads}), and a run that begins
 * leaves out whom another run works on ({@code ClaimClients}).
 *
 * <p>A run and each client that it works on are claims ({@code Claims}), rows that its process renews for as long as it
 * lives; a run is written down with an outcome when it ends ({@code Runs}). What an outage, a crash or a missed timer leaves
 * is owed ({@code Owed}) and taken up by the next firing, in whatever process; what a process left that renews no more, by
 * the route take-over. Who asks for a run to be stopped says so in its claim ({@code AskedStops}). Where something stays owed and nobody claims it, {@code OwedHealth} fails.
 */
package io.catwing.job;
