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
 * @param notes of routes that are sound but cannot be used as things stand, and of files that are not read
 */
public record RouteFolder(List<RouteFile> files, List<Problem> problems, List<String> notes) {

    /** Needs no network, starts nothing, and costs nothing if there are no routes. */
    public static RouteFolder check(Path folder) {
        RouteFiles read = RouteFiles.read(folder);
        List<String> unread =
                RouteFiles.unread(folder).stream().map(note -> "note: " + note).toList();
        if (read.files().isEmpty()) {
            return new RouteFolder(read.files(), read.problems(), unread);
        }
        // Never started, so there is nothing to stop.
        CamelContext camel = new DefaultCamelContext();
        List<Problem> found =
                new RouteChecks(BuiltInRoutes.read(), BuiltInRoutes.beanNames(), camel).check(read.files());
        return new RouteFolder(
                read.files(),
                Stream.concat(read.problems().stream(), found.stream()).toList(),
                Stream.concat(unread.stream(), read.files().stream().flatMap(file -> note(file, camel)))
                        .toList());
    }

    /** The program's own settings have their values at the start. */
    private static Stream<String> note(RouteFile file, CamelContext camel) {
        List<String> unset = file.unset(camel).stream()
                .filter(placeholder -> !placeholder.startsWith("{{catwing."))
                .toList();
        return unset.isEmpty()
                ? Stream.empty()
                : Stream.of("note: " + file.path() + ": no value for " + String.join(", ", unset)
                        + "; set before the route is used");
    }

    /** To print, in order; none if there is nothing. */
    public List<String> lines() {
        long wrong = problems.stream().map(Problem::file).distinct().count();
        long sound = files.stream()
                .map(RouteFile::path)
                .filter(path ->
                        problems.stream().noneMatch(problem -> problem.file().equals(path)))
                .count();
        if (wrong == 0 && sound == 0) {
            return notes;
        }
        String end = (sound == 1 ? "1 route of your own is" : sound + " routes of your own are") + " sound"
                + (wrong == 0 ? "" : ", " + wrong + (wrong == 1 ? " file is not" : " files are not"));
        return Stream.of(
                        problems.stream().flatMap(problem -> problem.toString().lines()),
                        notes.stream(),
                        Stream.of(end))
                .flatMap(lines -> lines)
                .toList();
    }
}
