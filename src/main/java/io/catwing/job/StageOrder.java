package io.catwing.job;

import io.catwing.client.ClientId;
import java.util.List;

/**
 * What a stage that has neither entities nor dates is asked to do; the body that its door takes.
 *
 * @param full all of it, whether it changed or not; otherwise only what is new since the stage ran last
 */
public record StageOrder(RunId run, List<ClientId> clients, boolean full) {}
