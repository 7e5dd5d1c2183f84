package io.catwing.client;

import java.time.Duration;

/**
 * How a client's models are trained.
 *
 * @param trainer the name of one of the operator's trainers, who decides what it runs
 * @param timeout after which it is terminated
 */
public record Training(String trainer, Duration timeout) {}
