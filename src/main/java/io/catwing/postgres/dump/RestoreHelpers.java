package io.catwing.postgres.dump;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The further sessions of a restore, each on a thread of its own. What fails in one ends them all. */
final class RestoreHelpers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreHelpers.class);

    /** A session that was told between two statements is told again. */
    private static final int AGAIN_MILLIS = 100;

    private final RestoreTasks tasks;
    private final List<Restorer> sessions = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "restore");
        thread.setDaemon(true);
        return thread;
    });

    RestoreHelpers(RestoreTasks tasks) {
        this.tasks = tasks;
    }

    /** Opens a session. */
    interface Opening {
        Restorer open() throws SQLException, IOException;
    }

    /** One that works on the caller's thread. */
    void add(Restorer session) {
        sessions.add(session);
    }

    void start(Opening opening, TableWork work) {
        threads.execute(() -> {
            Restorer session;
            try {
                session = opening.open();
            } catch (SQLException | IOException | RuntimeException none) {
                LOG.warn(
                        "a further session for the restore cannot be had, it goes on with those that there are: {}",
                        none.getMessage());
                return;
            }
            sessions.add(session);
            try (session) {
                work.all(session);
            } catch (SQLException | IOException | RuntimeException | Error failed) {
                fail(failed);
            } catch (InterruptedException stopped) {
                fail(stopped);
            }
        });
    }

    private void fail(Throwable why) {
        tasks.fail(why);
        sessions.forEach(Restorer::cancel);
    }

    /** Waits for them; where something has failed, ends what they are at. */
    void end() {
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            if (tasks.failure() != null || interrupted) {
                tasks.fail(new IOException("the restore was stopped"));
                threads.shutdownNow();
                sessions.forEach(Restorer::cancel);
            }
            try {
                ended = threads.awaitTermination(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void throwFailure() throws SQLException, IOException {
        Throwable failure = tasks.failure();
        if (failure instanceof SQLException broken) {
            throw broken;
        } else if (failure instanceof IOException broken) {
            throw broken;
        } else if (failure instanceof RuntimeException broken) {
            throw broken;
        } else if (failure instanceof Error broken) {
            throw broken;
        } else if (failure != null) {
            throw new IOException("the restore was stopped", failure);
        }
    }

    /** Whatever is still at work is ended. */
    @Override
    public void close() {
        tasks.fail(new IOException("the restore was stopped"));
        end();
    }
}
