package io.catwing.fetch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How fetching behaves on this machine, {@code CATWING_FETCH_*}; what an ERP bears stands in its client's file.
 *
 * @param parallel entities of one client that are fetched at a time, at most; fewer where its ERP bears fewer requests
 * @param heldPage a page whose records wait for their children, in bytes at most
 * @param envelope what an answer holds besides records, in characters at most
 * @param largestFile a raw file while it is gathered, in bytes at most; what one PUT to S3 takes by default
 * @param freeSpace of the disk that spool files lie on; below it nothing more is written
 * @param longestPause that an ERP may ask for with Retry-After; a longer one is cut to it
 */
@Validated
@ConfigurationProperties("catwing.fetch")
record FetchSettings(
        @Min(1) @Max(256) @DefaultValue("8") int parallel,
        @NotNull @DefaultValue("16MB") DataSize heldPage,
        @NotNull @DefaultValue("1MB") DataSize envelope,
        @NotNull @DefaultValue("5GB") DataSize largestFile,
        @NotNull @DefaultValue("512MB") DataSize freeSpace,
        @NotNull @DefaultValue("5m") Duration longestPause) {

    Spool.Bounds spool() {
        return new Spool.Bounds(largestFile.toBytes(), freeSpace.toBytes());
    }
}
