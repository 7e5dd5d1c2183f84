package io.catwing.load;

import io.catwing.load.StoredRows.Fate;
import io.catwing.sql.SqlFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Brings the chunks of one batch into the tables, in the transaction that its connection is in. Called by {@link
 * LoadRawFiles}.
 *
 * <p>Rows of keys that the table does not have go straight into it; all others are staged, and merged once at the end. A
 * key is staged only when the table has it, so a later chunk finds it there too, and versions meet in the merge alone.
 */
final class WriteBatch {
    private static final int PIECE = 1 << 16;

    private final Connection connection;
    private final EntitySql sql;
    private final StoredRows stored;
    private final CopyBuffer buffer = new CopyBuffer(1 << 16);
    private boolean headsStaged;
    private boolean linesStaged;

    WriteBatch(Connection connection, RecordMapping mapping, EntitySql sql) {
        this.connection = connection;
        this.sql = sql;
        stored = new StoredRows(connection, mapping, sql);
    }

    void write(Chunk chunk) throws SQLException {
        Fate[] fates;
        if (chunk.scattered) {
            // An order is many records there, anywhere in its file: only the merge sees it whole.
            fates = new Fate[chunk.size()];
            Arrays.fill(fates, Fate.STAGED);
        } else {
            fates = stored.fates(chunk);
        }
        boolean lines = sql.copyLines != null;
        copyStraight(chunk, fates, false);
        if (lines) {
            copyStraight(chunk, fates, true);
        }
        if (Arrays.asList(fates).contains(Fate.STAGED)) {
            stageHeads(chunk, fates);
            if (lines) {
                stageLines(chunk, fates);
            }
        }
        if (chunk.rejects.length() > 0) {
            copy(SqlFile.read("load/copy-rejects"), chunk.rejects.bytes(), 0, chunk.rejects.length());
        }
    }

    /** There is something to merge. */
    boolean staged() {
        return headsStaged;
    }

    /** Merges what was staged. */
    void merge() throws SQLException {
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

    private void copyStraight(Chunk chunk, Fate[] fates, boolean lines) throws SQLException {
        CopyIn copy = null;
        byte[] bytes = lines ? chunk.lines.bytes() : chunk.heads.bytes();
        for (int first = 0, next; first < fates.length; first = next + 1) {
            for (next = first; next < fates.length && fates[next] == Fate.STRAIGHT; next++) {}
            if (next > first) {
                int from = lines ? chunk.linesFrom(first) : chunk.headFrom(first);
                int to = lines ? chunk.linesTo(next - 1) : chunk.headTo(next - 1);
                if (to > from) {
                    copy = copy == null ? start(lines ? sql.copyLines : sql.copyHeads) : copy;
                    send(copy, bytes, from, to);
                }
            }
        }
        if (copy != null) {
            copy.endCopy();
        }
    }

    private void stageHeads(Chunk chunk, Fate[] fates) throws SQLException {
        if (!headsStaged) {
            execute(sql.stageHeads);
            headsStaged = true;
        }
        CopyIn copy = start(sql.copyStagedHeads);
        buffer.clear();
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == Fate.STAGED && chunk.alive(i)) {
                stage(copy, chunk.firstVersion + i, chunk.heads.bytes(), chunk.headFrom(i), chunk.headTo(i));
            }
        }
        finish(copy);
    }

    private void stageLines(Chunk chunk, Fate[] fates) throws SQLException {
        if (!linesStaged) {
            execute(sql.stageLines);
            linesStaged = true;
        }
        CopyIn copy = start(sql.copyStagedLines);
        buffer.clear();
        byte[] bytes = chunk.lines.bytes();
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == Fate.STAGED) {
                int row = chunk.linesFrom(i);
                for (int end = row; end < chunk.linesTo(i); end++) {
                    if (bytes[end] == '\n') {
                        stage(copy, chunk.firstVersion + i, bytes, row, end + 1);
                        row = end + 1;
                    }
                }
            }
        }
        finish(copy);
    }

    private void stage(CopyIn copy, long version, byte[] bytes, int from, int to) throws SQLException {
        buffer.ascii(Long.toString(version));
        buffer.put('\t');
        buffer.put(bytes, from, to - from);
        if (buffer.length() >= PIECE) {
            send(copy, buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }
    }

    private void finish(CopyIn copy) throws SQLException {
        send(copy, buffer.bytes(), 0, buffer.length());
        copy.endCopy();
    }

    private void execute(String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    private CopyIn start(String statement) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    private void copy(String statement, byte[] bytes, int from, int to) throws SQLException {
        CopyIn copy = start(statement);
        send(copy, bytes, from, to);
        copy.endCopy();
    }

    private static void send(CopyIn copy, byte[] bytes, int from, int to) throws SQLException {
        for (int at = from; at < to; at += PIECE) {
            copy.writeToCopy(bytes, at, Math.min(PIECE, to - at));
        }
    }
}
