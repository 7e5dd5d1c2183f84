package io.catwing.cli;

import io.catwing.client.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with the files of clients that a command was to be for, and was not: a service leaves them out. */
record LeftOut(List<Problem> problems) {
    static final LeftOut NONE = new LeftOut(List.of());

    /** Number of files that are named. */
    private static final int TOLD = 20;

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** The first problem of each file, a line each; nothing where there are none. */
    void print(PrintWriter out) {
        if (isEmpty()) {
            return;
        }
        Map<Path, Problem> first = new LinkedHashMap<>();
        problems.forEach(problem -> first.putIfAbsent(problem.file(), problem));
        out.println();
        first.values().stream()
                .limit(TOLD)
                .forEach(problem -> out.println(
                        "left out: " + problem.toString().lines().findFirst().orElseThrow()));
        if (first.size() > TOLD) {
            out.printf("… and %d more files%n", first.size() - TOLD);
        }
        out.println("HINT: correct the files; ./catwing check tells of each problem. Then run the same command again");
    }
}
