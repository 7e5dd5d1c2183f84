package io.catwing.ml;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.ml}.
 *
 * @param fetchRows rows of an export that come from the database at a time
 */
@Validated
@ConfigurationProperties("catwing.ml")
public record MlSettings(@DefaultValue("2000") @Min(1) @Max(1_000_000) int fetchRows) {}
