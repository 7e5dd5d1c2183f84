package io.catwing.exec;

import java.time.Duration;

/**
 * The result of a program that succeeded; the body after an {@code exec:} endpoint.
 *
 * @param output the last lines of its stdout, masked; empty if stdout went to a stream or a file
 * @param errors the last lines of its stderr, masked: warnings
 */
public record CommandResult(String program, String output, String errors, Duration elapsed) {}
