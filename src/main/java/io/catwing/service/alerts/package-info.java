/**
 * Tells people and other programs what is wrong, once, and when it is over, and pings a dead man's switch for what went well.
 *
 * <pre>
 * Troubles (run steps, backups, drills, client files, health checks)
 *    -> Alerts: ops.trouble, and ops.alert for each receiver that wants to know -> Receivers: the routes alert-NAME
 * Pings (a good day, backup, drill) -> ops.ping                                 -> Receivers: the routes ping-NAME
 * </pre>
 *
 * <p>What is wrong follows from the state of the pipeline, and an event is a reason to look at it at once: so a restart, a second
 * service and an event that was lost change nothing of what is told.
 */
package io.catwing.service.alerts;
