package io.catwing.load.rebuild;

import io.catwing.bucket.RawFile;
import io.catwing.client.Model.Kind;
import io.catwing.job.StepResult;
import io.catwing.load.Ledger;
import io.catwing.load.LoadBatch;
import io.catwing.load.copy.BinaryForm;
import io.catwing.load.copy.CopyRows;
import io.catwing.load.copy.EntitySql;
import io.catwing.load.mapping.CopyBuffer;
import io.catwing.load.mapping.FileCounters;
import io.catwing.load.mapping.RecordMapping;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a worker's rows to the tables, whose indexes were dropped: each key is written once. Called by {@link BulkWorker}.
 *
 * <p>A transaction is what the parser passes on; for listed entities, whose first day is known only when the oldest file was
 * read, it is the whole unit, kept in a temporary table until then.
 */
final class BulkWriter {
    private static final String BINARY = " (format binary)";

    private final Connection connection;
    private final BulkUnit unit;
    private final EntitySql sql;
    private final CopyRows copy;
    private final BinaryForm heads;
    /** Null if there are no lines. */
    private final BinaryForm lines;
    /** Null unless the entity is listed. */
    private final Claims.Listed listed;

    private final BulkProgress progress;
    private final List<FileCounters> open = new ArrayList<>();
    private final List<StepResult> results = new ArrayList<>();
    private boolean begun;
    private long things;

    BulkWriter(
            Connection connection, BulkUnit unit, RecordMapping mapping, Claims.Listed listed, BulkProgress progress) {
        this.connection = connection;
        this.unit = unit;
        this.listed = listed;
        this.progress = progress;
        sql = new EntitySql(mapping);
        copy = new CopyRows(connection);
        heads = new BinaryForm(mapping.model.head(), mapping.headColumns);
        lines = sql.copyLines == null ? null : new BinaryForm(mapping.model.line(), mapping.lineColumns);
        if ((mapping.model.kind() == Kind.LISTED) != (listed != null)) {
            throw new IllegalArgumentException("first days are kept of listed things, and of nothing else");
        }
    }

    void write(BulkRows rows) throws SQLException {
        if (rows.files.isEmpty()) {
            return;
        }
        Ledger ledger = ledger(rows.files);
        ledger.beginInBulk();
        long written = 0;
        if (listed != null) {
            if (!begun) {
                execute(sql.stageHeads);
                begun = true;
            }
            things = copy.numbered(sql.copyStagedHeads, rows, false, rows::alive, things, false);
        } else {
            // Rows and ledger vanish together, and a rebuild that lost its last second continues from there.
            execute(SqlFile.read("load/hasten-commit"));
            written = copy.binary(sql.copyHeads + BINARY, rows, false, heads);
            written += lines == null ? 0 : copy.binary(sql.copyLines + BINARY, rows, true, lines);
        }
        copy.all(SqlFile.read("load/copy-rejects"), rows.rejects);
        open.addAll(rows.files);
        if (listed == null) {
            ledger.write(rows.files);
            commit(written);
        }
    }

    /** After the last rows. */
    void end() throws SQLException {
        if (begun) {
            CopyBuffer days = new CopyBuffer(1 << 16);
            for (int thing = 0; thing < listed.size(); thing++) {
                days.ascii(thing + "\t" + listed.firstSeen(thing) + "\n");
            }
            execute(SqlFile.read("load/stage-first-seen"));
            copy.all(SqlFile.read("load/copy-first-seen"), days);
            execute(sql.insertListed);
            ledger(open).write(open);
            commit(listed.size());
        }
    }

    /** Of what was committed. */
    List<StepResult> results() {
        return results;
    }

    private void commit(long rows) throws SQLException {
        connection.commit();
        open.forEach(counters -> results.add(counters.outcome(unit.spec.mapping())));
        progress.advance(open.size(), rows);
        open.clear();
    }

    private Ledger ledger(List<FileCounters> allCounters) {
        List<RawFile> files = allCounters.stream().map(FileCounters::file).toList();
        return new Ledger(connection, new LoadBatch(unit.run, unit.client, unit.spec, files));
    }

    private void execute(String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }
}
