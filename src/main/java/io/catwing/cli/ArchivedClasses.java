package io.catwing.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Takes out of a list of classes, by which the JVM makes an archive, those that a multi-release jar has for some versions of Java. The JVM does not find them again when an agent or a recording wants to see each class as it is loaded:
 * with one of them in the archive, JDK 17 ends with SIGSEGV.
 */
public final class ArchivedClasses {
    private static final String VERSIONS = "META-INF/versions/";

    private ArchivedClasses() {}

    /** @param args the jar that is started, and the list, which is written anew */
    public static void main(String[] args) throws IOException {
        Set<String> versioned = new HashSet<>();
        for (Path jar : classPath(Path.of(args[0]))) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream()
                        .map(JarEntry::getName)
                        .flatMap(ArchivedClasses::versioned)
                        .forEach(versioned::add);
            }
        }
        Path list = Path.of(args[1]);
        List<String> kept = Files.readAllLines(list).stream()
                .filter(line -> Stream.of(line.split(" ")).noneMatch(versioned::contains))
                .toList();
        Files.write(list, kept);
    }

    private static List<Path> classPath(Path jar) throws IOException {
        List<Path> all = new ArrayList<>(List.of(jar));
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(main -> main.getValue(Attributes.Name.CLASS_PATH))
                    .stream()
                    .flatMap(paths -> Stream.of(paths.split(" ")))
                    .map(jar::resolveSibling)
                    .forEach(all::add);
        }
        return all;
    }

    /** The class of such an entry. */
    private static Stream<String> versioned(String entry) {
        return entry.startsWith(VERSIONS) && entry.endsWith(".class")
                ? Stream.of(
                        entry.substring(entry.indexOf('/', VERSIONS.length()) + 1, entry.length() - ".class".length()))
                : Stream.empty();
    }
}
