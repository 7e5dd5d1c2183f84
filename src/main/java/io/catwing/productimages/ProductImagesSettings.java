package io.catwing.productimages;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.product-images}; what a server bears stands in its client's file.
 *
 * @param parallel images of all clients that are under way at a time; they are decoded one at a time all the same
 * @param longestPause that a server may ask for with Retry-After; a longer one is cut to it
 */
@Validated
@ConfigurationProperties("catwing.product-images")
record ProductImagesSettings(
        @Min(1) @Max(256) @DefaultValue("16") int parallel, @NotNull @DefaultValue("5m") Duration longestPause) {}
