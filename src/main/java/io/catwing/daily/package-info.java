/**
 * The daily run: the stages in their order. Each whole run is a route with a door of its own, so that the command line,
 * the timer and JMX all go the same way:
 *
 * <pre>
 * fetch-yesterday (timer) --> fetch-and-load --> begin-run, fetch, record-outcomes, load, record-outcomes, end-run
 * catwing fetch ------------> fetch-and-load
 * catwing fetch --no-load --> fetch-only
 * catwing load -------------> load-only
 * </pre>
 */
package io.catwing.daily;
