package io.catwing.bench;

import io.catwing.support.Servers;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The limit: ready CSV by {@code psql \copy} into the same indexed tables, one transaction a day. */
final class PsqlCopy implements Contender {
    @Override
    public String name() {
        return "psql \\copy (the limit)";
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) {
        URI uri = URI.create(database.url().substring("jdbc:".length()));
        return days -> {
            List<Process> running = new ArrayList<>();
            for (int c = 0; c < connections; c++) {
                StringBuilder script = new StringBuilder("\\set ON_ERROR_STOP on\n");
                for (int d = c; d < days; d += connections) {
                    Sales.Day day = sales.days().get(d);
                    script.append("begin;\n")
                            .append("\\copy general.sales_order (client_id, sales_order_id, location_id, customer_id,")
                            .append(" status, ordered_at, currency, source_date) from '")
                            .append(day.heads())
                            .append("' csv\n")
                            .append("\\copy general.sales_order_line (client_id, sales_order_id, line_id, product_id,")
                            .append(" quantity, unit_price, source_date) from '")
                            .append(day.lines())
                            .append("' csv\ncommit;\n");
                }
                running.add(psql(uri, database.user(), script.toString()));
            }
            for (Process psql : running) {
                if (psql.waitFor() != 0) {
                    throw new IOException("psql failed with exit code " + psql.exitValue());
                }
            }
        };
    }

    private static Process psql(URI uri, String user, String script) throws IOException {
        Process psql = new ProcessBuilder(
                        "psql",
                        "-q",
                        "-X",
                        "-h",
                        uri.getHost(),
                        "-p",
                        "" + uri.getPort(),
                        "-U",
                        user,
                        "-d",
                        uri.getPath().substring(1))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = psql.outputWriter()) {
            in.write(script);
        }
        return psql;
    }
}
