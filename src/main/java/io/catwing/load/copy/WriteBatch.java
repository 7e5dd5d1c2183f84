package io.catwing.load.copy;

import io.catwing.client.EqualKeys;
import io.catwing.load.copy.StoredRows.Fate;
import io.catwing.load.mapping.Chunk;
import io.catwing.load.mapping.RecordMapping;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Writes the chunks of one batch to the tables, in the transaction of its connection. Called by {@code
 * LoadRawFiles}.
 *
 * <p>Rows of keys that the table does not have go directly into it; all others are staged, and merged once at the end.
 * Those of many small files are all staged: it is one statement for all of them, in place of some for each. A key that was
 * staged is staged again, so that versions are compared only in the merge.
 */
public final class WriteBatch {
    private final Connection connection;
    private final EntitySql sql;
    private final StoredRows stored;
    private final CopyRows copy;
    /** The sum of a key's records is computed only in the merge. */
    private final boolean sums;

    private boolean headsStaged;
    private boolean linesStaged;

    public WriteBatch(Connection connection, RecordMapping mapping, EntitySql sql) {
        this.connection = connection;
        this.sql = sql;
        stored = new StoredRows(connection, mapping, sql);
        copy = new CopyRows(connection);
        sums = mapping.equalKeys == EqualKeys.SUM;
    }

    public void write(Chunk chunk) throws SQLException {
        Fate[] fates = fates(chunk);
        boolean lines = sql.copyLines != null;
        copy.heads(sql.copyHeads, chunk, record -> fates[record] == Fate.STRAIGHT);
        if (lines) {
            copy.lines(sql.copyLines, chunk, record -> fates[record] == Fate.STRAIGHT);
        }
        if (Arrays.asList(fates).contains(Fate.STAGED)) {
            stageHeads(chunk, fates);
            if (lines) {
                stageLines(chunk, fates);
            }
        }
        copy.all(SqlFile.read("load/copy-rejects"), chunk.rejects);
        copy.all(SqlFile.read("load/copy-deletions"), chunk.deletions);
    }

    private Fate[] fates(Chunk chunk) throws SQLException {
        if (chunk.scattered() || sums) {
            return allStaged(chunk);
        }
        return chunk.mixed() ? stored.allStaged(chunk) : stored.fates(chunk);
    }

    /** There an order is many records, anywhere in its file: only the merge sees all of them. */
    private static Fate[] allStaged(Chunk chunk) {
        Fate[] fates = new Fate[chunk.size()];
        Arrays.fill(fates, Fate.STAGED);
        return fates;
    }

    /** There is something to merge. */
    public boolean staged() {
        return headsStaged;
    }

    /** Merges what was staged. */
    public void merge() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze staged_head");
            if (linesStaged) {
                statement.execute("analyze staged_line");
            }
            for (String step : sql.merge) {
                statement.execute(step);
            }
        }
    }

    private void stageHeads(Chunk chunk, Fate[] fates) throws SQLException {
        if (!headsStaged) {
            execute(sql.stageHeads);
            headsStaged = true;
        }
        IntPredicate chosen = record -> fates[record] == Fate.STAGED && chunk.alive(record);
        copy.numbered(sql.copyStagedHeads, chunk, false, chosen, chunk.firstVersion(), true);
    }

    private void stageLines(Chunk chunk, Fate[] fates) throws SQLException {
        if (!linesStaged) {
            execute(sql.stageLines);
            linesStaged = true;
        }
        IntPredicate chosen = record -> fates[record] == Fate.STAGED;
        copy.numbered(sql.copyStagedLines, chunk, true, chosen, chunk.firstVersion(), true);
    }

    private void execute(String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }
}
