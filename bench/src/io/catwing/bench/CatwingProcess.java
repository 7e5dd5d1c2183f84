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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Ours as a user starts it, by the launcher: a process that is cold, its start included. Its memory is printed. */
final class CatwingProcess implements Contender {
    private final Servers.Bucket bucket;
    private final String name;

    CatwingProcess(Servers.Bucket bucket, String name) {
        this.bucket = bucket;
        this.name = name;
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
        Path home = Files.createTempDirectory("catwing-bench-home-");
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "bench/clients");
        return days -> {
            List<String> command = List.of("./catwing", "replay", "--bulk", "--parallel", "" + connections);
            Child child = Child.run(command, environment, Path.of("."));
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
