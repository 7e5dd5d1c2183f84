package io.catwing.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.status.EntityStatus;
import io.catwing.status.Status;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing status}: where every entity of every client stands. */
@Command(
        name = "status",
        description = "Shows per client and entity what lies in S3, what of it is loaded, and what went wrong last.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--client", paramLabel = "CW-NNNNNN", description = "Only this client.")
    private String client;

    @Option(names = "--json", description = "As JSON, one object an entity.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Pipeline pipeline = Pipeline.start()) {
            Clients clients = pipeline.bean(Clients.class);
            Status status = pipeline.bean(Status.class);
            List<EntityStatus> rows = (client == null
                            ? clients.all().stream()
                            : List.of(clients.get(new ClientId(client))).stream())
                    .map(status::of)
                    .flatMap(List::stream)
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(rows).toPrettyString());
            } else {
                print(rows, out);
            }
            out.flush();
            return 0;
        }
    }

    private static void print(List<EntityStatus> rows, PrintWriter out) {
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
                .filter(row -> row.lastError() != null)
                .forEach(row -> out.printf("%n%s %s: %s%n", row.client(), row.entity(), row.lastError()));
    }

    /** The first missing days by name, the rest by number: a cell stays a cell. */
    private static String days(List<LocalDate> missing) {
        return switch (missing.size()) {
            case 0 -> "";
            case 1 -> missing.get(0).toString();
            default -> missing.get(0) + " and " + (missing.size() - 1) + " more";
        };
    }

    private static ArrayNode json(List<EntityStatus> rows) {
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
                    .put("last_error", row.lastError());
            row.missingDays().forEach(day -> node.withArray("missing_days").add(day.toString()));
            node.withArray("missing_days");
        }
        return array;
    }

    private static String text(Object value) {
        return value == null ? null : Objects.toString(value);
    }
}
