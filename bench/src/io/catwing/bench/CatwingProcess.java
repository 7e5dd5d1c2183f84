package io.catwing.bench;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ours as a user starts it: a process that is cold, its start and its end included. Its memory is printed. */
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

    @Override
    public Prepared prepare(Servers.Database database, Sales sales, int connections) throws IOException {
        List<String> program = new ArrayList<>(options);
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.catwing.Application"));
        Path home = Files.createTempDirectory("catwing-bench-home-");
        Map<String, String> environment = Map.of(
                "CATWING_HOME", home.toString(),
                "CATWING_CLIENTS", "bench/clients",
                "CATWING_DB_URL", database.url(),
                "CATWING_DB_USER", database.user(),
                "CATWING_S3_ENDPOINT", bucket.endpoint(),
                "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                "CATWING_S3_BUCKET", bucket.name());
        return days -> {
            Child child =
                    Child.start(program, environment, Path.of("."), "replay", "--bulk", "--parallel", "" + connections);
            long peak = child.awaitPeakMemory();
            if (child.await() != 0) {
                throw new IllegalStateException(child.output());
            }
            System.err.printf("    resident at most (VmHWM): %d MB%n", peak >> 20);
        };
    }
}
