package io.catwing.local.demo;

import io.catwing.app.Pipeline;
import io.catwing.cli.CatwingCommand;
import io.catwing.cli.Start;
import io.catwing.job.RunId;
import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.recover.DatabaseServer;
import io.catwing.recover.RecoveryJob;
import io.catwing.recover.RecoveryJob.Kind;
import io.catwing.recover.RecoveryReport;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The demo's last part: the database is dropped, twice, and recovered in each of the two ways. */
final class DemoDisaster {
    private final PrintWriter out;

    DemoDisaster(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param lost the content of the database
     * @return the exit code
     */
    int lose(Map<String, String> environment, SortedMap<String, Digest> lost) throws SQLException {
        out.println("\nNow the database dies:");
        boolean equal = true;
        try (Pipeline pipeline = Start.besideDatabase(environment)) {
            for (Kind kind : Kind.values()) {
                DatabaseServer server = pipeline.bean(DatabaseServer.class);
                server.drop(server.live());
                equal &= recover(pipeline, kind, lost);
            }
        }
        out.flush();
        return equal ? 0 : CatwingCommand.FAILED;
    }

    private boolean recover(Pipeline pipeline, Kind kind, SortedMap<String, Digest> lost) throws SQLException {
        String way = kind.name().toLowerCase(Locale.ROOT);
        RecoveryJob order = new RecoveryJob(RunId.next(), "demo: recover " + way, kind, null, null, null, true, false);
        RecoveryReport report = pipeline.ask("direct:recover", order, RecoveryReport.class);
        SortedMap<String, Digest> found = digests(pipeline.bean(DatabaseServer.class));
        boolean equal = report.good() && found.equals(lost);
        out.printf(
                Locale.ROOT,
                "  recover %-4s  %s, %d files, in %.1f s:%n                %s%n",
                way,
                report.backup() == null ? "from raw files alone" : "from " + report.backup(),
                report.files(),
                report.rto().toMillis() / 1000.0,
                equal ? "all " + lost.size() + " tables are as they were" : "NOT as it was");
        report.problems().forEach(problem -> out.printf("    PROBLEM: %s%n", problem));
        if (!found.equals(lost)) {
            lost.entrySet().stream()
                    .filter(table -> !table.getValue().equals(found.get(table.getKey())))
                    .forEach(table -> out.printf(
                            "    %s was %s and is %s%n", table.getKey(), table.getValue(), found.get(table.getKey())));
        }
        out.flush();
        return equal;
    }

    private static SortedMap<String, Digest> digests(DatabaseServer server) throws SQLException {
        try (Connection connection = server.connect(server.live())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                Digests.begin(statement);
                return Digests.all(statement);
            }
        }
    }
}
