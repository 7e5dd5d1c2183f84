package io.catwing.bench;

import io.catwing.support.Servers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The same of a rebuild: a new database from raw files, the building of its indexes included. */
@Command(
        name = "bench/rebuild",
        mixinStandardHelpOptions = true,
        description = "Benchmark of rebuild; prints Markdown.")
public final class RebuildBench extends LoadBench {
    /** A database of one gigabyte, once: the JIT compiler is at work with one connection, and nearly done with two. */
    private static final List<String> DEFAULTS =
            List.of("--lines", "7000000", "--days", "305", "--rounds", "1", "--warm-up", "0");

    public static void main(String[] args) {
        List<String> all = new ArrayList<>(DEFAULTS);
        all.addAll(List.of(args));
        System.exit(new CommandLine(new RebuildBench())
                .setOverwrittenOptionsAllowed(true)
                .execute(all.toArray(String[]::new)));
    }

    @Override
    List<Contender> contenders(Servers.Bucket bucket, String note) {
        return List.of(
                new PsqlCopy(),
                new Catwing(bucket, Catwing.Way.LOAD, note),
                new Catwing(bucket, Catwing.Way.INDEXES_LAST, note),
                new Catwing(bucket, Catwing.Way.BULK, note),
                new CatwingProcess(bucket, "./catwing replay --bulk, cold" + note));
    }
}
