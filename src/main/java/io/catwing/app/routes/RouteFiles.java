package io.catwing.app.routes;

import io.catwing.client.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The content of the folder of routes.
 *
 * @param files those that are YAML, by name
 * @param problems of the others, and of the folder
 */
public record RouteFiles(List<RouteFile> files, List<Problem> problems) {
    /** No route is longer. */
    private static final long LARGEST = 1 << 20;

    /** If the folder is missing, there are no routes. Hidden files, which mounts and editors create, are ignored. */
    public static RouteFiles read(Path folder) {
        List<RouteFile> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : list(folder, problems)) {
            try {
                if (!path.toString().endsWith(RouteFile.ENDING)) {
                    problems.add(new Problem(
                            path,
                            0,
                            0,
                            "a file of routes ends in " + RouteFile.ENDING,
                            "rename it, or take it out of the folder"));
                } else if (Files.size(path) > LARGEST) {
                    problems.add(new Problem(path, 0, 0, "the file is longer than 1 MB", "a file holds one route"));
                } else {
                    RouteFile.parse(path, Files.readAllBytes(path), problems).ifPresent(files::add);
                }
            } catch (NoSuchFileException gone) {
                // Deleted since the folder was listed.
            } catch (IOException e) {
                problems.add(new Problem(
                        path,
                        0,
                        0,
                        "the file cannot be read: " + e.getClass().getSimpleName(),
                        "correct its permissions"));
            }
        }
        return new RouteFiles(List.copyOf(files), List.copyOf(problems));
    }

    private static List<Path> list(Path folder, List<Problem> problems) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(new Problem(
                    folder,
                    0,
                    0,
                    "the folder of routes cannot be read: " + e.getClass().getSimpleName(),
                    "correct its permissions, or let CATWING_ROUTES name another"));
            return List.of();
        }
    }
}
