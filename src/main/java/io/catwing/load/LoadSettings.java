package io.catwing.load;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.load}.
 *
 * @param parallel files loaded at a time, each with a connection
 * @param files that one transaction holds at most
 * @param batchBytes after which no further file joins a transaction
 * @param chunkBytes of rows, roughly, that go to the database at a time; each worker holds three of them
 */
@Validated
@ConfigurationProperties("catwing.load")
public record LoadSettings(
        @DefaultValue("2") @Min(1) @Max(64) int parallel,
        @DefaultValue("10") @Min(1) @Max(1000) int files,
        @DefaultValue("67108864") @Min(1) long batchBytes,
        @DefaultValue("2097152") @Min(1) @Max(268435456) int chunkBytes) {}
