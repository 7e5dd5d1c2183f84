package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.RestoreTasks.Task;
import io.catwing.postgres.dump.RowsApart.Range;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.TreeMap;

/** Does the work on tables, by any number of sessions at once, each task in a transaction of its own. */
final class TableWork {
    private final RestoreTasks tasks;
    private final RowsApart apart;
    private final TreeMap<String, Long> rows = new TreeMap<>();

    TableWork(RestoreTasks tasks, RowsApart apart) {
        this.tasks = tasks;
        this.apart = apart;
    }

    /** Until nothing is left for this session to do, or another one has failed. */
    void all(Restorer session) throws SQLException, IOException, InterruptedException {
        for (Task task = tasks.take(); task != null; task = tasks.take()) {
            Task taken = task;
            session.transaction(() -> run(session, taken));
            tasks.done(task);
        }
    }

    private void run(Restorer session, Task task) throws SQLException, IOException {
        if (task.isCopy()) {
            if (session.rows(task.statement(), task.judgement(), () -> copy(session, task))) {
                synchronized (rows) {
                    task.ranges().forEach(range -> rows.merge(range.table(), range.rows(), Long::sum));
                }
            }
            return;
        }
        if (tasks.hasMore()) {
            // The server's own helpers would take what the other sessions need.
            session.withoutHelpers();
        }
        session.run(task.statement(), task.judgement().action());
    }

    private void copy(Restorer session, Task task) throws SQLException, IOException {
        for (Range range : task.ranges()) {
            long came;
            try (InputStream lines = apart.open(range)) {
                came = session.copy(task.statement(), lines);
            }
            if (came != range.rows()) {
                throw new QuarantinedFailure(
                        "of " + range.table() + " " + came + " rows came out of a part of the dump that holds "
                                + range.rows(),
                        Refusal.HINT);
            }
        }
    }

    /** That came, by table. */
    TreeMap<String, Long> rows() {
        synchronized (rows) {
            return new TreeMap<>(rows);
        }
    }
}
