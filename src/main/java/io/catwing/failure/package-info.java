/**
 * What is done about a failure: retry, quarantine or abort. The exceptions say which; the route configurations of the same
 * names in {@code routes/failure} do it. What a service repeats goes on after one ({@link RepeatedTask}), and health tells of what lasts.
 */
package io.catwing.failure;
