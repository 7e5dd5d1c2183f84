package io.catwing.bench;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Ours as a user starts it: a process that is cold, its start included. Its memory is printed. */
final class CatwingProcess implements Contender {
    private final Servers.Bucket bucket;
    private final List<String> options;
    private final String name;

    /** @param options of the JVM */
    CatwingProcess(Servers.Bucket bucket, String name, List<String> options) {
        this.bucket = bucket;
        this.name = name;
        this.options = options;
    }

    @Override
    public String name() {
        return name;
    }

    /** What the command goes on with, enrichment and statistics, is nothing that the others do. */
    private static boolean replayed(Servers.Database database, int days) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select (select count(*) from ops.ledger) = " + days
                        + " and not exists (select from ops.bulk_replay)")) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) throws IOException {
        List<String> program = new ArrayList<>(options);
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.catwing.Application"));
        Path home = Files.createTempDirectory("catwing-bench-home-");
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "bench/clients");
        return days -> {
            Child child =
                    Child.start(program, environment, Path.of("."), "replay", "--bulk", "--parallel", "" + connections);
            Awaitility.await()
                    .atMost(Duration.ofHours(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> replayed(database, days) || !child.process().isAlive());
            if (!child.process().isAlive()) {
                throw new IllegalStateException(child.output());
            }
            System.err.printf("    resident at most (VmHWM): %d MB%n", child.peakMemory() >> 20);
            child.kill();
        };
    }
}
