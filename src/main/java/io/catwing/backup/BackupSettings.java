package io.catwing.backup;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.backup}.
 *
 * @param cron when a backup is due (Quartz)
 * @param timeZone of the cron, and whose date names a backup
 * @param daily backups that are kept
 * @param weekly first backups of a week that are kept
 * @param compression deflate level
 * @param threads that compress, 0 for one a processor
 * @param timeLimit after which pg_dump is ended
 * @param oldest age of the newest good backup from which on health fails
 */
@Validated
@ConfigurationProperties("catwing.backup")
public record BackupSettings(
        @DefaultValue("0 30 4 * * ?") @NotBlank String cron,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("14") @Min(1) @Max(3650) int daily,
        @DefaultValue("8") @Min(1) @Max(520) int weekly,
        @DefaultValue("5") @Min(1) @Max(9) int compression,
        @DefaultValue("0") @Min(0) @Max(64) int threads,
        @DefaultValue("6h") Duration timeLimit,
        @DefaultValue("30h") Duration oldest) {

    int compressingThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
