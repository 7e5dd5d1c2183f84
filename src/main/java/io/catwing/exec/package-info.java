/**
 * External programs as steps of a route. Every {@code exec:} endpoint of this application is bound to this package
 * ({@link io.catwing.exec.CommandComponent}), because Camel's own component keeps a program's output in the heap, treats a
 * non-zero exit code as success, and cannot set an environment.
 *
 * <p>The contract: the body is a {@link io.catwing.exec.Command}, which a bean created in the step before; the endpoint's
 * name is the program, unless the command names another path; {@code args}, {@code workingDir} and {@code timeout}
 * (milliseconds, 0 for none) may be set in the route, where people see them. Headers are ignored.
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
 *       code and the end of stderr, truncated to some lines, the values of secrets masked, and the command's own HINT.
 *   <li>stdout goes to a stream or a file as it comes; only if neither is given, its last lines are kept for the
 *       result. stdin comes from a stream, a file, or is empty. The command owns its streams: they are always closed.
 *   <li>A stream that fails terminates the program before its stdin is closed, so that nothing takes half an input for a
 *       complete one, and its failure becomes the exchange's.
 *   <li>The environment is minimal ({@code PATH}, {@code HOME}, {@code TZ}, {@code TMPDIR}, and {@code LC_ALL=C.UTF-8})
 *       plus what the command sets; ours is inherited only on request. Secrets go there, never into arguments.
 *   <li>The time limit, an interrupt of the calling thread and the end of this JVM terminate the program and all its
 *       child processes: politely, then by force. Child processes that outlive the program are terminated as well, if they
 *       were seen as its descendants. Only {@code kill -9} of the JVM itself leaves a program running until its pipe breaks:
 *       input for a program that treats the end of input as success ({@code psql -1}) needs an end marker.
 *   <li>The program's output, stderr and kept stdout, can be followed in a log file, masked too.
 * </ul>
 *
 * <p>Java code outside routes calls {@link io.catwing.exec.CommandExecutor#run} and gets the same.
 */
package io.catwing.exec;
