package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where spool files lie: one folder a process, which holds a lock in it as long as it lives. A folder whose lock is free
 * is what a killed process left behind, and goes at the next start. A lock tells more than a process id, which another
 * process, or another container, may have by now.
 */
@Component
public class SpoolFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);
    private static final String LOCK = "lock";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}");

    private final Path parent;
    private final AtomicLong files = new AtomicLong();
    private Path own;
    private FileChannel lock;

    public SpoolFolder(@Value("${catwing.home:.catwing}") Path home) {
        this.parent = home.resolve("spool");
    }

    /**
     * A path for a new spool file; nothing is there yet. Whoever asks removes the file when it is done with.
     *
     * @param name a hint for people who look into the folder; made of our own words and checked ids, nothing else
     */
    public Path newFile(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a spool file");
        }
        return folder().resolve(files.incrementAndGet() + "-" + name);
    }

    /** Of this process alone, and gone with it. The first to ask makes it: a command that fetches nothing writes nothing. */
    public synchronized Path folder() {
        if (own == null) {
            try {
                Files.createDirectories(parent);
                // Nobody may look at a folder between its making and its locking.
                try (FileChannel gate = lockFile(parent.resolve(LOCK));
                        FileLock held = gate.lock()) {
                    LOG.debug("spool folder of {} under {}", held.acquiredBy(), parent);
                    removeOrphans();
                    Path folder = Files.createDirectory(
                            parent.resolve(UUID.randomUUID().toString()));
                    lock = lockFile(folder.resolve(LOCK));
                    lock.lock();
                    own = folder;
                }
            } catch (IOException | OverlappingFileLockException e) {
                throw new AbortingFailure(
                        "the spool folder " + parent + " cannot be used: " + e,
                        "look for space and permissions under CATWING_HOME",
                        e);
            }
        }
        return own;
    }

    @PreDestroy
    synchronized void close() throws IOException {
        if (own != null) {
            lock.close();
            remove(own);
            own = null;
        }
    }

    private void removeOrphans() throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                if (isOrphan(folder)) {
                    LOG.info("removing the spool files of a process that is gone: {}", folder);
                    remove(folder);
                }
            }
        }
    }

    private static boolean isOrphan(Path folder) throws IOException {
        try (FileChannel channel = lockFile(folder.resolve(LOCK));
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    private static FileChannel lockFile(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
