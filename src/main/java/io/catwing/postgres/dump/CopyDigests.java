package io.catwing.postgres.dump;

import io.catwing.postgres.Digests;
import io.catwing.postgres.Digests.Digest;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The digests of {@link Digests}, of all tables as of one moment, by several sessions. The rows come over as COPY writes
 * them and are digested here: that takes half of the processor time of digests by SQL, and a table is shared by its pages.
 */
public final class CopyDigests {
    /** Pages of a table that one session takes at once. */
    private static final long PAGES = 4096;

    private static final int BUFFER = 1 << 18;

    private final Queue<Slice> slices = new ConcurrentLinkedQueue<>();
    private final Map<String, CopyBlock> blocks = new HashMap<>();
    private final Map<String, CopyRows> rows = new HashMap<>();

    /** Opens a session to the same database. */
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** Some of a table's pages. */
    private record Slice(String table, String sql) {}

    private final long pagesAtOnce;

    private CopyDigests(long pagesAtOnce) {
        this.pagesAtOnce = pagesAtOnce;
    }

    /**
     * @param first in a transaction that {@link Digests#begin} began; the others wait for locks as long as it does
     * @param more further sessions, closed before this returns
     * @param count of sessions, at least one
     */
    public static SortedMap<String, Digest> all(Connection first, Opening more, int count) throws SQLException {
        return all(first, more, count, PAGES);
    }

    static SortedMap<String, Digest> all(Connection first, Opening more, int count, long pagesAtOnce)
            throws SQLException {
        CopyDigests digests = new CopyDigests(pagesAtOnce);
        String snapshot;
        String patience;
        try (Statement statement = first.createStatement()) {
            digests.slice(statement);
            try (ResultSet row = statement.executeQuery(
                    "select pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('lock_timeout')")) {
                row.next();
                snapshot = row.getString(1);
                patience = row.getString(2);
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> sessions = new ArrayList<>();
            sessions.add(threads.submit(() -> digests.work(first)));
            for (int other = 1; other < count; other++) {
                sessions.add(threads.submit(() -> digests.join(more, snapshot, patience)));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        } catch (ExecutionException failed) {
            digests.slices.clear();
            throw failed.getCause() instanceof SQLException broken
                    ? broken
                    : new SQLException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException stopped) {
            digests.slices.clear();
            Thread.currentThread().interrupt();
            throw new SQLException("the digests were stopped", stopped);
        } finally {
            // What another session is at ends with its slice.
            threads.shutdown();
        }
        SortedMap<String, Digest> all = new TreeMap<>();
        digests.rows.forEach((table, sums) -> all.put(table, sums.content()));
        return all;
    }

    /** The largest tables first: what is left to the end is small. */
    private void slice(Statement statement) throws SQLException {
        SortedMap<String, String> columns = Digests.columns(statement);
        Map<String, Long> pages = new HashMap<>();
        try (ResultSet row = statement.executeQuery(SqlFile.read("postgres/measure-tables"))) {
            while (row.next()) {
                pages.put(row.getString(1), row.getLong(2));
            }
        }
        columns.keySet().stream()
                .sorted((a, b) -> Long.compare(pages.getOrDefault(b, 0L), pages.getOrDefault(a, 0L)))
                .forEach(table -> {
                    List<String> names = Names.split(columns.get(table), ',');
                    blocks.put(table, new CopyBlock(table, names, names));
                    rows.put(table, new CopyRows(true));
                    for (long page = 0; page == 0 || page < pages.getOrDefault(table, 0L); page += pagesAtOnce) {
                        boolean last = page + pagesAtOnce >= pages.getOrDefault(table, 0L);
                        slices.add(new Slice(table, sql(table, columns.get(table), page, last)));
                    }
                });
    }

    private String sql(String table, String columns, long page, boolean last) {
        String from = page == 0 ? "" : "ctid >= '(" + page + ",0)'";
        String to = last ? "" : "ctid < '(" + (page + pagesAtOnce) + ",0)'";
        String and = from.isEmpty() || to.isEmpty() ? "" : " and ";
        String where = page == 0 && last ? "" : " where " + from + and + to;
        return SqlFile.read("postgres/copy-rows", Map.of("table", table, "columns", columns, "where", where));
    }

    private Void join(Opening more, String snapshot, String patience) throws SQLException {
        try (Connection session = more.open()) {
            session.setAutoCommit(false);
            try (Statement statement = session.createStatement()) {
                Digests.begin(statement);
                statement.execute("set transaction snapshot '" + snapshot + "'");
                statement.execute("set local lock_timeout = '" + patience + "'");
            }
            work(session);
            session.rollback();
        }
        return null;
    }

    private Void work(Connection session) throws SQLException {
        byte[] buffer = new byte[BUFFER];
        for (Slice slice = slices.poll(); slice != null; slice = slices.poll()) {
            CopyBlock block = blocks.get(slice.table());
            CopyRows sums = new CopyRows(true);
            CopyOut out = session.unwrap(PGConnection.class).getCopyAPI().copyOut(slice.sql());
            int used = 0;
            for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                if (used + line.length > buffer.length) {
                    sums.add(block.sum(buffer, 0, used));
                    used = 0;
                    buffer = line.length > buffer.length ? new byte[line.length] : buffer;
                }
                System.arraycopy(line, 0, buffer, used, line.length);
                used += line.length;
            }
            sums.add(block.sum(buffer, 0, used));
            synchronized (rows) {
                rows.get(slice.table()).add(sums);
            }
        }
        return null;
    }
}
