package io.catwing.client;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * One client as its YAML file declares it, validated and ready to use.
 *
 * @param timeZone how times without an offset are read, and when the client's business day ends
 * @param start first business date that is owed; null if its first file says so
 * @param entities only those that the file declares, in {@link Entity} order
 * @param training how its models are trained; empty if the file does not say
 * @param images null if the file has no such section: none are fetched
 */
public record Client(
        ClientId id,
        String name,
        ZoneId timeZone,
        LocalDate start,
        Erp erp,
        Map<Entity, EntitySpec> entities,
        Optional<Training> training,
        Images images,
        Path file) {

    /** The last finished business day, in the client's own time zone. */
    public LocalDate yesterday(Clock clock) {
        return yesterday(clock.instant());
    }

    public LocalDate yesterday(Instant at) {
        return LocalDate.ofInstant(at, timeZone).minusDays(1);
    }
}
