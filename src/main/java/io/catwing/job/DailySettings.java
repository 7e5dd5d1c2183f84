package io.catwing.job;

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
 * {@code catwing.daily}.
 *
 * @param cron when the day that ended last is fetched (Quartz)
 * @param timeZone of the cron; which day ended last is each client's own time zone to say
 * @param againCron when what is owed is tried again (Quartz)
 * @param catchUp days back from yesterday within which missing files are fetched without being asked for, 24h each
 * @param silence after which a claim that its holder does not renew is free
 * @param pause before something that failed is tried again; it doubles with each failure, up to {@code longestPause}
 * @param clients fetched at a time
 * @param patience after which a client that is still at work no longer counts among those, so that slow ones hold up
 *     nobody
 * @param clientsAtMost at work together, the patient ones included
 * @param databaseClients loaded and computed at a time
 * @param stop within which work ends when the process is told to
 */
@Validated
@ConfigurationProperties("catwing.daily")
record DailySettings(
        @NotBlank @DefaultValue("0 15 3 * * ?") String cron,
        @NotNull @DefaultValue("UTC") ZoneId timeZone,
        @NotBlank @DefaultValue("0 */10 * * * ?") String againCron,
        @NotNull @DefaultValue("14d") Duration catchUp,
        @NotNull @DefaultValue("30s") Duration silence,
        @NotNull @DefaultValue("10m") Duration pause,
        @NotNull @DefaultValue("6h") Duration longestPause,
        @DefaultValue("8") @Min(1) @Max(256) int clients,
        @NotNull @DefaultValue("5s") Duration patience,
        @DefaultValue("200") @Min(1) @Max(2000) int clientsAtMost,
        @DefaultValue("2") @Min(1) @Max(8) int databaseClients,
        @NotNull @DefaultValue("8s") Duration stop) {}
