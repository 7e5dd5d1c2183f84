package io.catwing.client;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is called as a client, in the folder of client files or below, and is not read: most likely misnamed. */
public final class UnreadFiles extends SimpleFileVisitor<Path> {
    private static final Pattern CLIENT = Pattern.compile("CW-[0-9]{6}");
    private static final int DEEPEST = 8;

    private final Path folder;
    private final List<String> notes = new ArrayList<>();

    private UnreadFiles(Path folder) {
        this.folder = folder;
    }

    /** A sentence for each, by name. What is hidden, or cannot be looked into, is passed over. */
    public static List<String> notes(Path folder) {
        UnreadFiles unread = new UnreadFiles(folder);
        try {
            Files.walkFileTree(folder, Set.of(), DEEPEST, unread);
        } catch (IOException gone) {
            // That is told where the folder is read.
            return List.of();
        }
        return unread.notes.stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        boolean passed = !directory.equals(folder) && (isHidden(directory) || note(directory));
        return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        boolean read = folder.equals(file.getParent()) && ClientFiles.isRead(file);
        if (!read && !isHidden(file)) {
            note(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private boolean note(Path path) {
        Matcher client = CLIENT.matcher(path.getFileName().toString());
        boolean found = client.find();
        if (found) {
            notes.add("'" + path + "' is not read: a client's file is " + folder.resolve(client.group() + ".yaml"));
        }
        return found;
    }
}
