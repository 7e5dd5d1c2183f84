/**
 * What is done about a failure: retry, quarantine or abort. The exceptions say which; the route configurations of the same
 * names in {@code routes/failure} do it.
 */
package io.catwing.failure;
