package io.catwing.ml;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.ml}.
 *
 * @param fetchRows rows of an export fetched from the database at a time
 * @param trainers the operator's trainers by name: {@code name=program argument ...; name2=...}
 * @param trainerEnvironment names of variables that every trainer gets, besides the minimal ones
 */
@Validated
@ConfigurationProperties("catwing.ml")
public record MlSettings(
        @DefaultValue("2000") @Min(1) @Max(1_000_000) int fetchRows,
        @DefaultValue("") String trainers,
        @DefaultValue List<String> trainerEnvironment) {}
