package io.catwing.job;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.events}.
 *
 * @param published false where nobody is told of anything: inside a recovery
 * @param waiting events that wait for one route, at most; those beyond are dropped
 */
@Validated
@ConfigurationProperties("catwing.events")
record EventSettings(
        @DefaultValue("true") boolean published, @DefaultValue("1000") @Min(1) @Max(100_000) int waiting) {}
