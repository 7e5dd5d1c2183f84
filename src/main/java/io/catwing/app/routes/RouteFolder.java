package io.catwing.app.routes;

import io.catwing.client.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What {@code catwing check} reports of the user's own routes.
 *
 * @param files that are YAML
 * @param problems of all, by file and line
 */
public record RouteFolder(List<RouteFile> files, List<Problem> problems) {

    /** Needs no network, starts nothing, and costs nothing if there are no routes. */
    public static RouteFolder check(Path folder) {
        RouteFiles read = RouteFiles.read(folder);
        if (read.files().isEmpty()) {
            return new RouteFolder(read.files(), read.problems());
        }
        CamelContext camel = new DefaultCamelContext();
        try {
            List<Problem> found =
                    new RouteChecks(BuiltInRoutes.read(), BuiltInRoutes.beanNames(), camel).check(read.files());
            return new RouteFolder(
                    read.files(),
                    Stream.concat(read.problems().stream(), found.stream()).toList());
        } finally {
            camel.stop();
        }
    }

    /** To print, in order; none if there are no routes. */
    public List<String> lines() {
        long wrong = problems.stream().map(Problem::file).distinct().count();
        long sound = files.stream()
                .map(RouteFile::path)
                .filter(path ->
                        problems.stream().noneMatch(problem -> problem.file().equals(path)))
                .count();
        if (wrong == 0 && sound == 0) {
            return List.of();
        }
        String end = (sound == 1 ? "1 route of your own is" : sound + " routes of your own are") + " sound"
                + (wrong == 0 ? "" : ", " + wrong + (wrong == 1 ? " file is not" : " files are not"));
        return Stream.concat(
                        problems.stream().flatMap(problem -> problem.toString().lines()), Stream.of(end))
                .toList();
    }
}
