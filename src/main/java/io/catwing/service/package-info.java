/**
 * What {@code catwing serve} answers over HTTP: commands, health and metrics, each to those who may have it.
 *
 * <pre>
 * catwing fetch --(CATWING_URL, or service.json of CATWING_HOME)--> POST /api/v1/commands
 *     CommandsController: who may run it, an audit row   -> the same command line, in this process
 *     its output, line by line <--------------------------- exit code
 * </pre>
 *
 * <p>Nothing of it exists in other commands ({@code NeededAutoConfigurations}).
 */
package io.catwing.service;
