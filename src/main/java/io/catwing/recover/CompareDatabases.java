package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.postgres.Digests.Digest;
import io.catwing.recover.Comparison.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Compares two databases of the server by a digest a table, and names rows and columns where digests differ. Called by
 * the routes {@code verify}, {@code recovery-steps} and {@code drill}.
 */
@Component
public class CompareDatabases {
    private final DatabaseServer server;

    /** For each of the two. */
    private final int sessions;

    public CompareDatabases(DatabaseServer server, RecoverSettings settings) {
        this.server = server;
        this.sessions = Math.max(1, settings.restoringSessions() / 2);
    }

    /** @param rows named a table, at most */
    public Comparison compare(DatabaseName here, DatabaseName there, int rows) {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try (ComparedDatabase first = new ComparedDatabase(() -> server.connect(here), sessions);
                ComparedDatabase second = new ComparedDatabase(() -> server.connect(there), sessions)) {
            Future<SortedMap<String, Digest>> hereDigests = both.submit(first::digests);
            Future<SortedMap<String, Digest>> thereDigests = both.submit(second::digests);
            SortedMap<String, Digest> a = hereDigests.get();
            SortedMap<String, Digest> b = thereDigests.get();
            SortedSet<String> names = new TreeSet<>(a.keySet());
            names.addAll(b.keySet());
            List<Table> tables = new ArrayList<>();
            for (String name : names) {
                tables.add(table(first, second, both, name, a.get(name), b.get(name), rows));
            }
            return new Comparison(here.value(), there.value(), tables);
        } catch (SQLException broken) {
            throw broken(here, there, broken);
        } catch (ExecutionException failed) {
            throw broken(here, there, failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw broken(here, there, stopped);
        } finally {
            both.shutdownNow();
        }
    }

    /** @throws AbortingFailure where a table of it cannot be read */
    void read(DatabaseName database) {
        try (ComparedDatabase all = new ComparedDatabase(() -> server.connect(database), sessions)) {
            all.digests();
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the tables of " + database + " cannot be read", broken);
        }
    }

    private static AbortingFailure broken(DatabaseName here, DatabaseName there, Throwable cause) {
        return new AbortingFailure(
                "the databases " + here + " and " + there + " cannot be compared: " + cause.getMessage(),
                (cause instanceof SQLException refused && DatabaseServer.LOCKED.equals(refused.getSQLState())
                                ? DatabaseServer.HELD
                                : "see that both are there and that the server runs")
                        + ", then run the same command again",
                cause);
    }

    private static Table table(
            ComparedDatabase here,
            ComparedDatabase there,
            ExecutorService both,
            String name,
            Digest a,
            Digest b,
            int rows)
            throws SQLException, InterruptedException, ExecutionException {
        if (a == null || b == null) {
            return new Table(name, a, b, "it is in one of the two only", List.of());
        }
        Set<String> columnsHere = new HashSet<>(here.columns(name));
        Set<String> columnsThere = new HashSet<>(there.columns(name));
        if (!columnsHere.equals(columnsThere)) {
            return new Table(
                    name, a, b, "its columns are " + here.columns(name) + " and " + there.columns(name), List.of());
        }
        return a.equals(b)
                ? new Table(name, a, b, null, List.of())
                : new Table(name, a, b, null, new NarrowDown(here, there, both, name).rows(rows));
    }

    /** Runs the same in both databases at once. */
    static <T> List<T> inBoth(ExecutorService both, Callable<T> here, Callable<T> there)
            throws InterruptedException, ExecutionException {
        Future<T> a = both.submit(here);
        Future<T> b = both.submit(there);
        return List.of(a.get(), b.get());
    }
}
