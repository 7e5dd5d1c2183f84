package io.catwing.client;

import java.time.Duration;

/**
 * How a client's models are trained.
 *
 * @param trainer the name of one of the operator's trainers; what it runs is not the file's to say
 * @param timeout after which it is ended
 */
public record Training(String trainer, Duration timeout) {}
