package io.catwing.service.page;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.MissingSecrets;
import io.catwing.failure.QuarantinedFailure;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Says what a backfill would ask before anything is asked. */
@Component
@ConditionalOnWebApplication
class BackfillPlan {
    /** Fetching more takes days, and the preview longer than anybody waits. */
    private static final long MOST_FILES = 50_000;

    private final RawFiles rawFiles;
    private final Clock clock;

    BackfillPlan(RawFiles rawFiles, Clock clock) {
        this.rawFiles = rawFiles;
        this.clock = clock;
    }

    /**
     * What it comes to for one client.
     *
     * @param asked files that would be asked for
     * @param there files that are in the bucket already, which nobody asks for again
     * @param impossible files that cannot be fetched
     * @param why of those, or null
     */
    record OfClient(Client client, int asked, int there, int impossible, String why) {}

    /** @param commands that fetch what is asked for, each its arguments; none where nothing is */
    record Plan(List<OfClient> clients, List<List<String>> commands) {
        public int asked() {
            return clients.stream().mapToInt(OfClient::asked).sum();
        }

        public int there() {
            return clients.stream().mapToInt(OfClient::there).sum();
        }

        public int impossible() {
            return clients.stream().mapToInt(OfClient::impossible).sum();
        }
    }

    /** What clients can be asked in one command. */
    private record Part(List<Entity> entities, LocalDate from, LocalDate to) {}

    /** @throws QuarantinedFailure where the range is none, or too large */
    Plan of(Collection<Client> clients, Collection<Entity> entities, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw new QuarantinedFailure("the last day, " + to + ", is before the first, " + from, "swap them");
        }
        long files = (to.toEpochDay() - from.toEpochDay() + 1) * clients.size() * entities.size();
        if (files > MOST_FILES) {
            throw new QuarantinedFailure(
                    files + " files are more than a backfill takes at once, " + MOST_FILES,
                    "choose fewer days, clients or entities");
        }
        List<OfClient> told = new ArrayList<>();
        Map<Part, List<Client>> parts = new LinkedHashMap<>();
        for (Client client : clients) {
            told.add(plan(client, entities, from, to, parts));
        }
        List<List<String>> commands = new ArrayList<>();
        parts.forEach((part, of) -> commands.add(command(part, of)));
        return new Plan(told, commands);
    }

    private OfClient plan(
            Client client, Collection<Entity> entities, LocalDate from, LocalDate to, Map<Part, List<Client>> parts) {
        LocalDate yesterday = client.yesterday(clock);
        LocalDate last = to.isAfter(yesterday) ? yesterday : to;
        List<Entity> declared = entities.stream()
                .filter(client.entities()::containsKey)
                .sorted()
                .toList();
        int days = (int) (to.toEpochDay() - from.toEpochDay() + 1);
        int finished = Math.max(0, (int) (last.toEpochDay() - from.toEpochDay() + 1));
        List<String> why = new ArrayList<>();
        int impossible = (days - finished) * declared.size();
        if (impossible > 0) {
            why.add("days after " + yesterday + " have not ended there");
        }
        String secrets = MissingSecrets.message(client);
        if (secrets != null) {
            return new OfClient(client, 0, 0, days * declared.size(), secrets);
        }
        Set<RawKey> there = there(client, from, last);
        List<Entity> askable = new ArrayList<>();
        List<Entity> ofYesterday = new ArrayList<>();
        int asked = 0;
        for (Entity entity : declared) {
            long held = there.stream().filter(key -> key.entity() == entity).count();
            int missing = finished - (int) held;
            if (client.entities().get(entity).namesDate()) {
                asked += missing;
                if (missing > 0) {
                    askable.add(entity);
                }
                continue;
            }
            boolean still =
                    finished > 0 && last.equals(yesterday) && !there.contains(new RawKey(client.id(), last, entity));
            if (still) {
                asked++;
                missing--;
                ofYesterday.add(entity);
            }
            if (missing > 0) {
                impossible += missing;
                EntitySpec spec = client.entities().get(entity);
                boolean snapshot = spec.isFeed()
                        && from.datesUntil(yesterday)
                                .limit(finished)
                                .anyMatch(day ->
                                        spec.loses(day) && !there.contains(new RawKey(client.id(), day, entity)));
                why.add(entity
                        + (spec.isFeed()
                                ? ": what changed on a past day is in its next file, so none is fetched for it"
                                        + (snapshot ? "; a snapshot that was missed is in the next that is due" : "")
                                : ": its request names no day, so a past one cannot be fetched"));
            }
        }
        add(parts, new Part(askable, from, last), client);
        add(parts, new Part(ofYesterday, yesterday, yesterday), client);
        int inBucket = (int)
                there.stream().filter(key -> declared.contains(key.entity())).count();
        return new OfClient(client, asked, inBucket, impossible, why.isEmpty() ? null : String.join("; ", why));
    }

    private static void add(Map<Part, List<Client>> parts, Part part, Client client) {
        if (!part.entities().isEmpty()) {
            parts.computeIfAbsent(part, same -> new ArrayList<>()).add(client);
        }
    }

    private Set<RawKey> there(Client client, LocalDate from, LocalDate to) {
        try (Stream<RawFile> files = rawFiles.list(client.id(), from)) {
            return files.map(RawFile::key)
                    .takeWhile(key -> !key.date().isAfter(to))
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> command(Part part, List<Client> clients) {
        List<String> arguments = new ArrayList<>(List.of("fetch"));
        clients.forEach(
                client -> arguments.addAll(List.of("--client", client.id().value())));
        // The command's own default, which is shorter to read.
        List<Entity> named = part.entities().size() == Entity.values().length ? List.of() : part.entities();
        named.forEach(entity -> arguments.addAll(List.of("--entity", entity.toString())));
        arguments.addAll(
                List.of("--from", part.from().toString(), "--to", part.to().toString()));
        return arguments;
    }
}
