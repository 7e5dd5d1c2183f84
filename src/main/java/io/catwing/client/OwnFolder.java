package io.catwing.client;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of the user's beside the client files that is read once: queries and columns belong to tables and rows that are
 * there already, so that an edit counts from the next start. It may be missing.
 */
public abstract class OwnFolder {
    private final Path folder;

    /** A version of each file, when the folder was read. */
    private final Map<Path, String> read;

    /** To be called before a file is read, so that no edit falls between the two. */
    protected OwnFolder(Path folder) {
        this.folder = folder;
        this.read = versions(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Whether its files hold anything else now, or cannot be listed any more. */
    public boolean hasChanged() {
        try {
            return !versions(folder).equals(read);
        } catch (AbortingFailure unreadable) {
            return true;
        }
    }

    private static Map<Path, String> versions(Path folder) {
        Map<Path, String> versions = new TreeMap<>();
        for (Path entry : files(folder)) {
            if (Files.isDirectory(entry)) {
                versions.putAll(versions(entry));
            } else {
                versions.put(entry, version(entry));
            }
        }
        return versions;
    }

    private static String version(Path file) {
        try {
            return MappingVersion.sha256(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            return unreadable.getClass().getSimpleName();
        }
    }

    /** By name; none if there is no folder. Hidden ones, which mounts and editors create, and those for people to read are ignored. */
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> !file.getFileName().toString().matches("\\..*|.*\\.md"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException broken) {
            throw new AbortingFailure(
                    "the folder " + folder + " cannot be read: " + broken, "look at its rights", broken);
        }
    }
}
