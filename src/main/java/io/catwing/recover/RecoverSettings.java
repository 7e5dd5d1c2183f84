package io.catwing.recover;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.recover}.
 *
 * @param maintenanceDatabase which databases are made and renamed from; it exists on every server
 * @param drillCron when a drill is due (Quartz)
 * @param timeZone of the cron
 * @param oldestDrill after which health fails
 * @param sessions that restore a backup and compare tables, 0 for one a processor of this machine, at most 8
 */
@Validated
@ConfigurationProperties("catwing.recover")
public record RecoverSettings(
        @DefaultValue("postgres") @NotBlank String maintenanceDatabase,
        @DefaultValue("0 0 6 ? * SUN") @NotBlank String drillCron,
        @DefaultValue("UTC") @NotNull ZoneId timeZone,
        @DefaultValue("8d") @NotNull Duration oldestDrill,
        @DefaultValue("0") @Min(0) @Max(64) int sessions) {

    private static final int MOST_BY_ITSELF = 8;

    int restoringSessions() {
        return sessions == 0 ? Math.min(MOST_BY_ITSELF, Runtime.getRuntime().availableProcessors()) : sessions;
    }
}
