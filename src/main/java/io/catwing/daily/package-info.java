/**
 * The daily run: the stages in their order. Each whole run is a route with a door of its own, so that the command line,
 * the timer and JMX all go the same way:
 *
 * <pre>
 * fetch-yesterday (timer) --> fetch-and-load: begin-run, fetch, load, fetch-product-images, derive, end-run
 * catwing fetch ------------> fetch-and-load
 * catwing fetch --no-load --> fetch-only
 * catwing load -------------> load-only:      begin-run, load, derive, end-run
 * catwing replay -----------> replay-only:    begin-run, replay, derive, end-run
 * catwing enrich, stats … --> stage-only:     begin-run, the stage, end-run
 * catwing recover ----------> derive (inside the new database's own pipeline)
 *
 * derive: client-data, load-product-images, load-predictions, enrich, stats
 * </pre>
 */
package io.catwing.daily;
