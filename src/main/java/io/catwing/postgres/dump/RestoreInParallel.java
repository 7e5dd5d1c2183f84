package io.catwing.postgres.dump;

import io.catwing.postgres.dump.RestoreDump.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.TreeMap;

/**
 * Fills an empty database from a dump whose large tables' rows lie apart, by several sessions. Each commits what it has
 * done, so that a restore that fails leaves a part: whoever calls gives the database to nobody before this has returned.
 */
public final class RestoreInParallel {
    private final RestoreDump restore;

    public RestoreInParallel(RestoreDump restore) {
        this.restore = restore;
    }

    /** A dump's statements, from their beginning each time. */
    public interface Statements {
        InputStream open() throws IOException;
    }

    /**
     * @param count of sessions, at least one; fewer where the server gives no more
     * @throws io.catwing.failure.QuarantinedFailure when the dump contains what none of ours contains, before any of it was
     *     sent; or when a statement of the product's fails, which ends all sessions
     */
    public Outcome restore(RestoreSession session, Statements statements, RowsApart apart, int count)
            throws SQLException, IOException {
        try (InputStream all = statements.open()) {
            restore.check(all, apart);
        }
        LeftOut leftOut = new LeftOut();
        RestoreTasks tasks = new RestoreTasks();
        TableWork work = new TableWork(tasks, apart);
        try (RestoreHelpers helpers = new RestoreHelpers(tasks);
                InputStream all = statements.open();
                Restorer first = new Restorer(session.connection(), leftOut)) {
            helpers.add(first);
            DumpReader reader = new DumpReader(all);
            ReadStatements read = new ReadStatements(restore.rules(), first, leftOut, tasks, apart);
            try {
                DumpStatement rest = read.untilRows(reader);
                for (int other = 1; other < count; other++) {
                    helpers.start(
                            () -> {
                                Connection more = session.another();
                                Restorer helper = new Restorer(more, leftOut);
                                helper.transaction(() -> read.settings(helper));
                                return helper;
                            },
                            work);
                }
                read.rest(rest, reader);
                work.all(first);
                if (tasks.failure() == null) {
                    read.deferred();
                }
            } catch (SQLException | IOException | RuntimeException | Error failed) {
                tasks.fail(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                tasks.fail(new IOException("the restore was stopped", stopped));
            }
            helpers.end();
            helpers.throwFailure();
            TreeMap<String, Long> rows = work.rows();
            rows.putAll(read.inline());
            return new Outcome(leftOut.notes(), leftOut.missing(), rows);
        }
    }
}
