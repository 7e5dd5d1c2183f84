/**
 * Programs of others as steps of a route. Every {@code exec:} endpoint of this application is bound to this package
 * ({@link io.catwing.exec.CommandComponent}), because Camel's own way keeps what a program prints in the heap, takes a
 * non-zero exit for success, and cannot set an environment.
 *
 * <p>The contract: the body is a {@link io.catwing.exec.Command}, which a bean made in the step before; the endpoint's
 * name is the program, unless the command names another path; {@code args}, {@code workingDir} and {@code timeout}
 * (milliseconds, 0 for none) may stand in the route, where people see them. Nothing is taken from headers.
 *
 * <pre>
 * - bean:
 *     ref: dumpDatabase
 *     method: command
 * - to:
 *     uri: exec:pg_dump
 *     parameters:
 *       args: --format=plain --no-owner
 *       timeout: 600000
 * </pre>
 *
 * <ul>
 *   <li>Exit code 0: the body is a {@link io.catwing.exec.CommandResult}.
 *   <li>Anything else fails the exchange with a {@link io.catwing.failure.QuarantinedFailure} that names the program, the exit
 *       code and the last it said on stderr, cut to some lines, the values of secrets masked, and the command's own HINT.
 *   <li>stdout goes to a stream or a file as it comes; only where neither is given, its last lines are kept for the
 *       result. stdin comes from a stream, a file, or is empty. The command owns its streams: they are closed in any case.
 *   <li>A stream that fails ends the program before its stdin is closed, so that nothing takes half an input for a
 *       whole one, and its failure is the exchange's.
 *   <li>The environment is minimal ({@code PATH}, {@code HOME}, {@code TZ}, {@code TMPDIR}, and {@code LC_ALL=C.UTF-8})
 *       plus what the command sets; ours is inherited only on request. Secrets go there, never into arguments.
 *   <li>The time limit, an interrupt of the calling thread and the end of this JVM end the program and all that it
 *       started: politely, then by force. Also what a program leaves behind when it ends is ended, if it was seen as its
 *       descendant. Only {@code kill -9} of the JVM itself leaves a program running until its pipe breaks: whoever
 *       feeds a program that takes the end of input for success ({@code psql -1}) needs a mark at the input's end.
 *   <li>What the program says, stderr and kept stdout, can be followed in a log file, masked too.
 * </ul>
 *
 * <p>Java code that is no route calls {@link io.catwing.exec.CommandExecutor#run} and gets the same.
 */
package io.catwing.exec;
