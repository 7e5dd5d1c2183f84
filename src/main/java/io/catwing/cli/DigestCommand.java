package io.catwing.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.app.Pipeline;
import io.catwing.postgres.Digests;
import java.io.PrintWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catwing digest}: each table's content as one number. */
@Command(
        name = "digest",
        description = "Shows each table's content as one order-free number: equal numbers, equal tables.",
        mixinStandardHelpOptions = true)
final class DigestCommand implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON, table to rows and digest.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Pipeline pipeline = Start.reading()) {
            SortedMap<String, Digests.Digest> digests =
                    pipeline.bean(Digests.class).all();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode node = new ObjectMapper().createObjectNode();
                digests.forEach((table, digest) ->
                        node.putObject(table).put("rows", digest.rows()).put("digest", digest.value()));
                out.println(node.toPrettyString());
            } else {
                out.println(Tables.table(
                        digests.entrySet(),
                        Tables.text("table", Map.Entry::getKey),
                        Tables.number("rows", table -> table.getValue().rows()),
                        Tables.text("digest", table -> table.getValue().value())));
            }
            out.flush();
            return 0;
        }
    }
}
