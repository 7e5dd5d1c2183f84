package io.catwing.local.servers;

import io.catwing.bucket.RawKey;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that a PUT leaves behind when the program is killed during it. The S3 server writes an object under its key
 * and a random suffix, links it to the key when it is complete, and lists leftovers like any object.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final int RANDOM_LENGTH = 37;
    private static final Pattern RANDOM_END =
            Pattern.compile("-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    /** The server writes it last, so a file without it is incomplete. */
    private static final String WHOLE = "user.content-md5";

    private Leftovers() {}

    /** Whether a file's name is that of an unfinished PUT of the other object. */
    static boolean isPartOf(String object, String file) {
        return file.length() == object.length() + RANDOM_LENGTH
                && file.startsWith(object)
                && RANDOM_END.matcher(file.substring(object.length())).matches();
    }

    /** Whether its name is that of an unfinished PUT, which an object of a user's may have, too. */
    static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.length() > RANDOM_LENGTH && isPartOf(name.substring(0, name.length() - RANDOM_LENGTH), name);
    }

    /** To be called before the server starts: afterwards PUTs are in progress. */
    static void sweep(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isLeftover(root, file)) {
                    LOG.info("deleting {}, which a put that was killed has left", file);
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether a PUT that was killed has left it, or while the server runs, one that is under way. */
    static boolean isLeftover(Path root, Path file) throws IOException {
        if (!isPart(file)) {
            return false;
        }
        String name = file.getFileName().toString();
        String object = name.substring(0, name.length() - RANDOM_LENGTH);
        // A user's own key may end like that, unless it is a raw file's. Then only what is certainly incomplete, or is
        // linked to its key already, is deleted.
        Path inBucket = root.relativize(file.resolveSibling(object));
        String key = inBucket.subpath(1, inBucket.getNameCount()).toString();
        return RawKey.tryParse(key).isPresent()
                || !Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                        .list()
                        .contains(WHOLE)
                || Files.exists(file.resolveSibling(object)) && Files.isSameFile(file, file.resolveSibling(object));
    }
}
