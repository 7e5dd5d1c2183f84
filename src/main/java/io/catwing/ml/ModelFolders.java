package io.catwing.ml;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** The folders of runs, and of trainers' logs: both below CATWING_HOME, one per client and run date. */
@Component
public class ModelFolders {
    private final Path home;
    private FileChannel locks;

    public ModelFolders(@Value("${catwing.home:.catwing}") Path home) {
        this.home = home;
    }

    /** The folder in which a run is trained, which each training empties. */
    Path of(ClientId client, LocalDate runDate) {
        return home.resolve("ml").resolve(client.value()).resolve(runDate.toString());
    }

    /** A trainer's output, a file per attempt. */
    public Path log(ModelRun order) {
        return home.resolve("logs")
                .resolve("ml")
                .resolve(order.client().value())
                .resolve(order.runDate() + "-" + order.run() + ".log");
    }

    /** Where a trainer works: its working folder, home and temporary files. */
    Path work(ModelRun order) {
        return home.resolve("ml")
                .resolve(order.client().value())
                .resolve(order.runDate() + "-work")
                .toAbsolutePath();
    }

    /** The same export with its folder: one that no training empties or fills, if it names none. */
    public ModelRun place(ModelRun order) {
        return order.folder() != null
                ? order
                : order.in(home.resolve("ml").resolve(order.client().value()).resolve(order.runDate() + "-export"));
    }

    /**
     * That nobody else, in this process or another, uses the run's folder; until it is released, or the process is gone, however it ended.
     *
     * @throws QuarantinedFailure when somebody does
     */
    synchronized FileLock lock(ModelRun order) {
        Path file = home.resolve("ml").resolve("lock");
        FileLock lock = null;
        try {
            if (locks == null) {
                Files.createDirectories(file.getParent());
                locks = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            // A byte per run in one file that stays: a file per run could be deleted while another process is about to
            // lock it.
            lock = locks.tryLock(Integer.toUnsignedLong(order.name().hashCode()), 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            // Told below like any other.
        } catch (IOException e) {
            throw new AbortingFailure(
                    file + " cannot be locked: " + e, "look for space and permissions under CATWING_HOME", e);
        }
        if (lock == null) {
            throw new QuarantinedFailure(
                    "the run " + order.name() + " is being trained already", "wait until that is done, or stop it");
        }
        return lock;
    }

    static void unlock(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not before: in a process, closing a file gives back all its locks. */
    @PreDestroy
    synchronized void close() throws IOException {
        if (locks != null) {
            locks.close();
            locks = null;
        }
    }

    /** The job with an empty folder, and another for the trainer to work in, whatever a failed attempt left there. */
    ModelRun empty(ModelRun order) {
        Path folder = of(order.client(), order.runDate()).toAbsolutePath();
        Path work = work(order);
        remove(folder);
        remove(work);
        try {
            Files.createDirectories(work);
            return order.in(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new AbortingFailure(
                    folder + " cannot be made: " + e, "look for space and permissions under CATWING_HOME", e);
        }
    }

    /** Links are removed, not followed. */
    void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new AbortingFailure(folder + " cannot be emptied: " + e, "look at its owner and rights", e);
        }
    }
}
