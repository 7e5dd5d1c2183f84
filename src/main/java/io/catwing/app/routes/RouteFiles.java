package io.catwing.app.routes;

import io.catwing.client.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The content of the folder of routes.
 *
 * @param files those that are YAML, by name
 * @param problems of the others, and of the folder
 */
public record RouteFiles(List<RouteFile> files, List<Problem> problems) {
    /** No route is longer. */
    private static final long LARGEST = 1 << 20;

    private static final int DEEPEST = 8;
    private static final Pattern CALLED_SO = Pattern.compile("(?i)\\.camel\\.ya?ml");

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

    /** A sentence for each file in the folder or below that is called as one of routes and is not read, by name. */
    public static List<String> unread(Path folder) {
        try (Stream<Path> files = Files.find(folder, DEEPEST, (path, attributes) -> !attributes.isDirectory())) {
            return files.filter(path -> !isRead(folder, path) && !isHidden(folder.relativize(path)))
                    .filter(path ->
                            CALLED_SO.matcher(path.getFileName().toString()).find())
                    .sorted()
                    .map(path -> "'" + path + "' is not read: a file of routes is "
                            + folder.resolve("NAME" + RouteFile.ENDING))
                    .toList();
        } catch (IOException | UncheckedIOException gone) {
            // That is told where the folder is read.
            return List.of();
        }
    }

    private static boolean isRead(Path folder, Path path) {
        return folder.equals(path.getParent()) && path.toString().matches(".*\\.ya?ml");
    }

    private static boolean isHidden(Path within) {
        return StreamSupport.stream(within.spliterator(), false)
                .anyMatch(name -> name.toString().startsWith("."));
    }

    private static List<Path> list(Path folder, List<Problem> problems) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> isRead(folder, path))
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
