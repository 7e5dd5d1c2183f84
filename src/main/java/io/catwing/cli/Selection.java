package io.catwing.cli;

import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that select clients, entities and business dates. */
final class Selection {
    @Option(
            names = "--client",
            paramLabel = "CW-NNNNNN",
            description = "Only this client; may be given several times. Default: all.")
    private List<String> clients = List.of();

    @Option(
            names = "--entity",
            paramLabel = "ENTITY",
            description = "Only this entity; may be given several times. Default: all.")
    private List<String> entities = List.of();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "One business date.")
    private LocalDate date;

    @Option(names = "--from", paramLabel = "YYYY-MM-DD", description = "First business date.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", description = "Last business date.")
    private LocalDate to;

    ChosenClients clients(Clients known) {
        return ChosenClients.of(clients, known);
    }

    /** Those clients' ERPs, as {@link io.catwing.client.AskedErps} reads them. */
    String erps() {
        return clients.isEmpty() ? "all" : String.join(",", clients);
    }

    List<Entity> entities() {
        return entities.isEmpty()
                ? List.of(Entity.values())
                : entities.stream().map(Entity::parse).distinct().toList();
    }

    /** @return null where no date was given */
    LocalDate from() {
        checkDates();
        return date != null ? date : from;
    }

    /** @return null where no date was given */
    LocalDate to() {
        checkDates();
        return date != null ? date : to;
    }

    private void checkDates() {
        if (date != null && (from != null || to != null)) {
            throw new AbortingFailure("--date was given together with --from or --to", "give one or the other");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new AbortingFailure("--to " + to + " is before --from " + from, "swap them");
        }
    }
}
