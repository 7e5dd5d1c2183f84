package io.catwing.cli;

import io.catwing.app.Pipeline;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.failure.PrintableText;
import io.catwing.job.Rejects;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing rejects}: the records that were rejected, and why. */
@Command(
        name = "rejects",
        description = "Lists the records that could not be mapped, newest first: where they stand in S3, and why.",
        mixinStandardHelpOptions = true)
final class RejectsCommand implements Callable<Integer> {
    private static final int LONGEST_RECORD = 600;

    @Option(names = "--client", paramLabel = "CW-NNNNNN", description = "Only this client. Default: all.")
    private String client;

    @Option(names = "--entity", paramLabel = "ENTITY", description = "Only this entity. Default: all.")
    private String entity;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--records", description = "With what the ERP sent, its beginning.")
    private boolean records;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatwingCommand.checkRange(spec, "--rows", rows, 1, 10_000);
        Entity only = entity == null ? null : Entity.parse(entity);
        try (Pipeline pipeline = Start.reading()) {
            Clients known = pipeline.bean(Clients.class);
            LeftOut leftOut = client == null ? new LeftOut(known.refused()) : LeftOut.NONE;
            List<ClientId> asked = client == null
                    ? known.all().stream().map(Client::id).toList()
                    : List.of(known.get(new ClientId(client)).id());
            List<Rejects.Reject> found = pipeline.bean(Rejects.class).newest(asked, only, rows);
            PrintWriter out = spec.commandLine().getOut();
            if (found.isEmpty()) {
                out.println("No record was rejected.");
            } else {
                out.println(Tables.table(
                        found,
                        Tables.text("raw file", Rejects.Reject::rawKey),
                        Tables.text("record", Rejects.Reject::position),
                        Tables.text("field", Rejects.Reject::field),
                        Tables.text("reason", reject -> PrintableText.clean(reject.reason()))));
            }
            if (records) {
                found.forEach(reject -> out.printf(
                        "%n%s, record %d:%n%s%n",
                        reject.rawKey(), reject.position(), PrintableText.clean(reject.record(), LONGEST_RECORD)));
            }
            leftOut.print(out);
            out.flush();
            return leftOut.isEmpty() ? 0 : CatwingCommand.FAILED;
        }
    }
}
