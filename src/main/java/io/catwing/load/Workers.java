package io.catwing.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs tasks side by side and waits for all of them, whatever becomes of one. */
public final class Workers {
    private Workers() {}

    /** @return what each gave back; throws what the first one threw that failed */
    public static <T> List<T> run(ExecutorService threads, List<Callable<T>> tasks) throws SQLException {
        List<Future<T>> running = tasks.stream().map(threads::submit).toList();
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> task : running) {
            try {
                results.add(task.get());
            } catch (ExecutionException failed) {
                // One that was only stopped because another failed is not the one to tell of.
                if (failure == null || failure.getCause() instanceof InterruptedException) {
                    failure = failed.getCause();
                }
            } catch (InterruptedException stopped) {
                running.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopped);
            }
        }
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return results;
    }
}
