package io.catwing.job;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.retention}, in days; the route delete-old reads cron itself.
 *
 * @param runs that runs, what they did, and the audit are kept
 * @param databases that databases which recoveries left, and their reports, are kept
 */
@Validated
@ConfigurationProperties("catwing.retention")
public record RetentionSettings(@DefaultValue("400") @Min(1) int runs, @DefaultValue("30") @Min(1) int databases) {}
