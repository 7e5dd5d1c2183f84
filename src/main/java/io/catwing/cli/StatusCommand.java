package io.catwing.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.app.Pipeline;
import io.catwing.backup.BackupHealth;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.Cause;
import io.catwing.job.EditedFolders;
import io.catwing.job.EntityStatus;
import io.catwing.job.RefusedClientFiles;
import io.catwing.job.RunHealth;
import io.catwing.job.StageStatus;
import io.catwing.job.Status;
import io.catwing.recover.DrillHealth;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing status}: the state of every entity and every stage of every client. */
@Command(
        name = "status",
        description =
                "Shows per client and entity what is in S3, what of it is loaded, and what went wrong last. Exit code 1 where"
                        + " a day is missing, a file is not loaded, a client's file is wrong, or something failed and has not"
                        + " succeeded since.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    @Option(names = "--client", paramLabel = "CW-NNNNNN", description = "Only this client.")
    private String client;

    @Option(
            names = "--json",
            description =
                    "As JSON: entities and stages, one object each, and what is wrong with client files, runs, backups and"
                            + " drills.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Pipeline pipeline = Start.reading()) {
            Clients known = pipeline.bean(Clients.class);
            Status status = pipeline.bean(Status.class);
            List<Client> asked =
                    client == null ? List.copyOf(known.atLeastOne()) : List.of(known.get(new ClientId(client)));
            List<EntityStatus> entities = status.of(asked);
            List<StageStatus> stages = status.stages(asked);
            List<String> health = Stream.of(
                            // That of the one that is asked for would have been refused.
                            client == null ? RefusedClientFiles.problem(known) : Optional.<String>empty(),
                            pipeline.bean(RunHealth.class).problem(),
                            pipeline.bean(BackupHealth.class).problem(),
                            pipeline.bean(DrillHealth.class).problem(),
                            Start.isLent() ? pipeline.bean(EditedFolders.class).problem() : Optional.<String>empty())
                    .flatMap(Optional::stream)
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode all = new ObjectMapper().createObjectNode();
                all.set("entities", entitiesAsJson(entities));
                all.set("stages", stagesAsJson(stages));
                health.forEach(problem -> all.withArray("health").add(problem));
                all.withArray("health");
                out.println(all.toPrettyString());
            } else {
                printEntities(entities, out);
                printStages(stages, out);
                printHealth(health, out);
            }
            out.flush();
            return exit(entities, stages, health);
        }
    }

    /** @param health what is wrong with client files, runs, backups and drills */
    static int exit(List<EntityStatus> entities, List<StageStatus> stages, List<String> health) {
        return health.isEmpty()
                        && entities.stream().allMatch(StatusCommand::isWell)
                        && stages.stream().allMatch(stage -> stage.failed() == 0)
                ? 0
                : CatwingCommand.FAILED;
    }

    private static boolean isWell(EntityStatus row) {
        return row.missingDays().isEmpty() && row.waiting() == 0 && row.lastError() == null;
    }

    private static void printEntities(List<EntityStatus> rows, PrintWriter out) {
        out.println(Tables.table(
                rows,
                Tables.text("client", EntityStatus::client),
                Tables.text("entity", EntityStatus::entity),
                Tables.text("newest raw", EntityStatus::newestRaw),
                Tables.number("files", EntityStatus::files),
                Tables.text("days missing", row -> days(row.missingDays())),
                Tables.text("loaded up to", EntityStatus::loadedUpTo),
                Tables.number("waiting", EntityStatus::waiting),
                Tables.number("rejected", EntityStatus::rejected),
                Tables.text("last error", row -> row.lastError() == null ? "" : "see below")));
        rows.stream()
                .filter(row -> !row.gaps().isEmpty())
                .forEach(row -> out.printf(
                        "%n%s %s: a gap for ever: %s; its request does not name the date, so a past day cannot be fetched%n",
                        row.client(), row.entity(), days(row.gaps())));
        rows.stream()
                .filter(row -> row.excluded() > 0)
                .forEach(row -> out.printf(
                        "%n%s %s: %,d records are left out by where in the mapping%n",
                        row.client(), row.entity(), row.excluded()));
        errors(rows).forEach(error -> out.printf("%n%s%n", error));
    }

    /** The last error of each entity; one that several of a client have is told once. */
    static List<String> errors(List<EntityStatus> rows) {
        Map<List<String>, List<EntityStatus>> causes = rows.stream()
                .filter(row -> row.lastError() != null)
                .collect(Collectors.groupingBy(
                        row -> List.of(
                                row.client().value(),
                                Cause.of(row.lastError(), row.entity().toString())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return causes.values().stream()
                .map(same -> {
                    List<String> entities =
                            same.stream().map(row -> row.entity().toString()).toList();
                    String times = same.size() == 1 ? "" : " (" + same.size() + " entities, one cause)";
                    return same.get(0).client() + " " + Cause.names(entities) + times + ": "
                            + same.get(0).lastError();
                })
                .toList();
    }

    private static void printStages(List<StageStatus> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            return;
        }
        out.println(Tables.table(
                rows,
                Tables.text("client", StageStatus::client),
                Tables.text("stage", StageStatus::stage),
                Tables.text("last run (UTC)", row -> MINUTES.format(row.lastRun())),
                Tables.number("done", StageStatus::done),
                Tables.number("failed", StageStatus::failed),
                Tables.number("records", StageStatus::records),
                Tables.number("rejected", StageStatus::rejected),
                Tables.text("last error", row -> row.lastError() == null ? "" : "see below")));
        rows.stream()
                .filter(row -> row.lastError() != null)
                .forEach(row -> out.printf("%n%s %s of %s%n", row.client(), row.stage(), row.lastError()));
    }

    /** Problems of client files, runs, backups and drills; empty if there are none. */
    private static void printHealth(List<String> problems, PrintWriter out) {
        problems.forEach(problem -> out.printf("%n%s%n", problem));
    }

    /** The first missing days by name, the rest by number, to keep the cell short. */
    private static String days(List<LocalDate> missing) {
        return switch (missing.size()) {
            case 0 -> "";
            case 1 -> missing.get(0).toString();
            default -> missing.get(0) + " and " + (missing.size() - 1) + " more";
        };
    }

    private static ArrayNode entitiesAsJson(List<EntityStatus> rows) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (EntityStatus row : rows) {
            ObjectNode node = array.addObject()
                    .put("client", row.client().value())
                    .put("entity", row.entity().toString())
                    .put("newest_raw", text(row.newestRaw()))
                    .put("loaded_up_to", text(row.loadedUpTo()))
                    .put("files", row.files())
                    .put("waiting", row.waiting())
                    .put("rejected", row.rejected())
                    .put("left_out", row.excluded())
                    .put("last_error", row.lastError());
            row.missingDays().forEach(day -> node.withArray("missing_days").add(day.toString()));
            node.withArray("missing_days");
            row.gaps().forEach(day -> node.withArray("gaps").add(day.toString()));
            node.withArray("gaps");
        }
        return array;
    }

    private static ArrayNode stagesAsJson(List<StageStatus> rows) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (StageStatus row : rows) {
            array.addObject()
                    .put("client", row.client().value())
                    .put("stage", row.stage())
                    .put("last_run", text(row.lastRun()))
                    .put("done", row.done())
                    .put("failed", row.failed())
                    .put("records", row.records())
                    .put("rejected", row.rejected())
                    .put("last_error", row.lastError());
        }
        return array;
    }

    private static String text(Object value) {
        return value == null ? null : Objects.toString(value);
    }
}
