package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.Model;
import io.catwing.fetch.Preview;
import io.catwing.load.mapping.MappingPreview;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing preview}: shows a live answer through the mapping, and stores nothing. */
@Command(
        name = "preview",
        description = "Shows the first mapped rows of a live answer. Stores nothing.",
        mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
    /** As many as fit side by side on a terminal. */
    private static final String RECORDS = "4";

    /** Lines shown; an order may have hundreds. */
    private static final int LINES = 20;

    @Parameters(paramLabel = "CLIENT", description = "Such as CW-000200.")
    private String client;

    @Parameters(paramLabel = "ENTITY", description = "Such as products.")
    private String entity;

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "Business date. Default: yesterday.")
    private LocalDate date;

    @Option(names = "--records", paramLabel = "N", defaultValue = RECORDS, description = "Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--all", description = "Asks for all pages, counts them and their records, and shows none.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--records", records, 1, 1000);
        ClientId id = new ClientId(client);
        Entity which = Entity.parse(entity);
        try (Pipeline pipeline = Start.toAsk(id.value())) {
            LocalDate day =
                    Objects.requireNonNullElseGet(date, () -> LocalDate.now().minusDays(1));
            if (all) {
                print(pipeline.bean(Preview.class).count(id, which, day));
                return 0;
            }
            Client known = pipeline.bean(Clients.class).get(id);
            List<String> raw = pipeline.bean(Preview.class).records(id, which, day, records);
            MappingPreview.Preview preview =
                    MappingPreview.of(known, known.entities().get(which), raw);
            print(Model.of(which), raw.size(), preview);
            return preview.rejected().isEmpty() ? 0 : CatwingCommand.FAILED;
        }
    }

    private void print(Preview.Counted counted) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%,d pages, %,d records, %,d bytes; the ERP declares %s. Nothing was stored.%n",
                counted.pages(),
                counted.records(),
                counted.bytes(),
                counted.declared() == null ? "no total" : String.format("%,d", counted.declared()));
        if (counted.note() != null) {
            out.println("note: " + counted.note());
        }
        out.flush();
    }

    private void print(Model model, int asked, MappingPreview.Preview preview) {
        PrintWriter out = spec.commandLine().getOut();
        if (asked == 0) {
            out.println("The answer holds no record.");
        }
        if (!preview.rows().isEmpty()) {
            out.printf("general.%s, a row a column:%n", model.head().name());
            List<Tables.TableColumn<Integer>> columns = new ArrayList<>();
            columns.add(Tables.text("column", preview.columns()::get));
            for (int row = 0; row < preview.rows().size(); row++) {
                List<String> values = preview.rows().get(row);
                columns.add(Tables.text(String.valueOf(row + 1), values::get));
            }
            out.println(Tables.table(
                    IntStream.range(0, preview.columns().size()).boxed().toList(), columns));
        }
        if (!preview.lines().isEmpty()) {
            out.printf("%ngeneral.%s:%n", model.line().name());
            List<Tables.TableColumn<List<String>>> columns = new ArrayList<>();
            for (int column = 0; column < preview.lineColumns().size(); column++) {
                int at = column;
                columns.add(Tables.text(preview.lineColumns().get(column), line -> line.get(at)));
            }
            out.println(Tables.table(preview.lines().stream().limit(LINES).toList(), columns));
            if (preview.lines().size() > LINES) {
                out.printf("… and %d more lines%n", preview.lines().size() - LINES);
            }
        }
        if (preview.excluded() > 0) {
            out.printf("left out by where in the mapping: %d of %d records%n", preview.excluded(), asked);
        }
        preview.rejected().forEach(reason -> out.println("rejected: " + reason));
        if (!preview.formats().isEmpty()) {
            out.println("to be declared below formats: of erp or of the entity, if the values mean this:");
            preview.formats().forEach(line -> out.println("  " + line));
        }
        out.flush();
    }
}
