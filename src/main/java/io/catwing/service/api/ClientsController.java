package io.catwing.service.api;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.job.Job;
import io.catwing.job.LoadedDays;
import io.catwing.job.Owed;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The clients, what is owed of them, and what of their days is there. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnWebApplication
class ClientsController {
    private static final int MOST_DAYS = 3660;

    private final Clients clients;
    private final Owed owed;
    private final LoadedDays days;
    private final Clock clock;

    ClientsController(Clients clients, Owed owed, LoadedDays days, Clock clock) {
        this.clients = clients;
        this.owed = owed;
        this.days = days;
        this.clock = clock;
    }

    /** @param refused files that the service left out */
    record AllClients(List<OneClient> clients, List<Refused> refused) {}

    record OneClient(ClientId id, String name, String timeZone, Set<Entity> entities) {}

    /** @param line from 1; 0 where it is about the file as a whole */
    record Refused(String file, int line, String reason, String hint) {}

    @Operation(summary = "The clients, and what is wrong with the files that were left out")
    @GetMapping("/clients")
    AllClients clients() {
        return new AllClients(
                clients.all().stream()
                        .map(client -> new OneClient(
                                client.id(),
                                client.name(),
                                client.timeZone().getId(),
                                client.entities().keySet()))
                        .toList(),
                clients.refused().stream()
                        .map(problem -> new Refused(
                                String.valueOf(problem.file().getFileName()),
                                problem.line(),
                                problem.reason(),
                                problem.hint()))
                        .toList());
    }

    /**
     * @param fetch entities whose file the bucket lacks
     * @param load entities whose file the ledger lacks
     * @param gaps entities that cannot be fetched for this day any more
     */
    record OwedDay(ClientId client, LocalDate date, Set<Entity> fetch, Set<Entity> load, Set<Entity> gaps) {}

    @Operation(summary = "What is owed, by client and day, the oldest first")
    @GetMapping("/owed")
    List<OwedDay> owed(@RequestParam(required = false) ClientId client) {
        Collection<Client> asked = client == null ? clients.all() : List.of(clients.get(client));
        return asked.stream().flatMap(this::owed).toList();
    }

    private Stream<OwedDay> owed(Client client) {
        Owed.Debt debt = owed.of(client, Job.Option.OWED);
        return Stream.of(debt.fetch(), debt.load(), debt.gaps())
                .flatMap(Set::stream)
                .map(RawKey::date)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(date -> new OwedDay(
                        client.id(), date, on(date, debt.fetch()), on(date, debt.load()), on(date, debt.gaps())));
    }

    private static Set<Entity> on(LocalDate date, Set<RawKey> keys) {
        return keys.stream()
                .filter(key -> key.date().equals(date))
                .map(RawKey::entity)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param declared entities that the client's file declares @param days each of the range */
    record Days(ClientId client, Set<Entity> declared, List<LoadedDays.Day> days) {}

    @Operation(summary = "What the database holds of each day of a client")
    @GetMapping("/days")
    Days days(@RequestParam ClientId client, @RequestParam LocalDate from, @RequestParam LocalDate to) {
        if (to.isBefore(from) || from.plusDays(MOST_DAYS).isBefore(to)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "from " + from + " to " + to + " is not a range of 1 to " + MOST_DAYS + " days");
        }
        return new Days(client, clients.get(client).entities().keySet(), days.of(client, from, to));
    }

    /** @param ageSeconds since it was fetched; null where that is not known */
    record DayFile(Entity entity, Long ageSeconds, LoadedDays.File file) {}

    @Operation(summary = "The files of a client's day, in the bucket and in the database")
    @GetMapping("/files/{client}/{date}")
    List<DayFile> files(@PathVariable ClientId client, @PathVariable LocalDate date) {
        Instant now = clock.instant();
        return days.files(clients.get(client), date).stream()
                .map(file -> new DayFile(
                        file.key().entity(),
                        file.fetchedAt() == null
                                ? null
                                : Duration.between(file.fetchedAt(), now).toSeconds(),
                        file))
                .toList();
    }
}
