package io.catwing.load.copy;

import io.catwing.client.Model.Kind;
import io.catwing.load.mapping.Chunk;
import io.catwing.load.mapping.RecordMapping;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads what the table has of a chunk's keys, and decides about each record. Rows that are already there, identical to
 * the byte, are neither staged nor written: a second load of a file consists only of those.
 */
final class StoredRows {
    /** The decision about a record. */
    enum Fate {
        /** Its key is new: into the table. */
        STRAIGHT,
        /** The table has another version: merged at the end. */
        STAGED,
        /** The table has it already, or a newer one; or a later record of the chunk has the key. */
        DROPPED
    }

    private final Connection connection;
    private final RecordMapping mapping;
    private final EntitySql sql;
    private final RowIndex index = new RowIndex();
    /**
     * Hashes of the keys that this transaction has staged: a later record that equals the stored row must be staged too,
     * otherwise the earlier one would win the merge.
     */
    private final Set<Integer> staged = new HashSet<>();

    /** Maximum number of hashes; from there on every known key is treated as staged before. */
    private static final int HASHES = 200_000;

    /** Something was staged whose key the table may not have. */
    private boolean unasked;

    private byte[] dateText = {};
    private LocalDate date;

    StoredRows(Connection connection, RecordMapping mapping, EntitySql sql) {
        this.connection = connection;
        this.mapping = mapping;
        this.sql = sql;
    }

    /** Without asking the table. */
    Fate[] allStaged(Chunk chunk) {
        unasked = true;
        Fate[] fates = new Fate[chunk.size()];
        for (int record = 0; record < chunk.size(); record++) {
            fates[record] = chunk.alive(record) ? Fate.STAGED : Fate.DROPPED;
            remember(chunk, record);
        }
        return fates;
    }

    private void remember(Chunk chunk, int record) {
        if (staged.size() < HASHES) {
            staged.add(keyHash(chunk, record));
        }
    }

    Fate[] fates(Chunk chunk) throws SQLException {
        Fate[] fates = new Fate[chunk.size()];
        List<Integer> alive = new ArrayList<>(chunk.size());
        for (int i = 0; i < chunk.size(); i++) {
            fates[i] = chunk.alive(i) ? Fate.STRAIGHT : Fate.DROPPED;
            if (chunk.alive(i)) {
                alive.add(i);
                if (unasked && stagedBefore(chunk, i)) {
                    fates[i] = Fate.STAGED;
                }
            }
        }
        if (alive.isEmpty()) {
            return fates;
        }
        ask(chunk, alive);
        List<Integer> same = compareHeads(chunk, alive, fates);
        if (sql.copyStoredLines != null && !same.isEmpty()) {
            ask(chunk, same);
            compareLines(chunk, same, fates);
        }
        for (int record : alive) {
            if (fates[record] == Fate.STAGED) {
                remember(chunk, record);
            }
        }
        return fates;
    }

    private boolean stagedBefore(Chunk chunk, int record) {
        return staged.size() >= HASHES || staged.contains(keyHash(chunk, record));
    }

    private static int keyHash(Chunk chunk, int record) {
        int hash = 0;
        for (List<String> keys : chunk.keys) {
            hash = 31 * hash + keys.get(record).hashCode();
        }
        return hash;
    }

    private void ask(Chunk chunk, List<Integer> records) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(sql.askStored)) {
            int parameter = 1;
            ask.setString(parameter++, mapping.client);
            ask.setString(parameter++, chunk.dates.get(0).toString());
            for (List<String> keys : chunk.keys) {
                Object[] asked = records.stream().map(keys::get).toArray();
                ask.setString(
                        parameter++, connection.createArrayOf("text", asked).toString());
            }
            ask.execute();
        }
    }

    /** @return records whose head is the stored one */
    private List<Integer> compareHeads(Chunk chunk, List<Integer> alive, Fate[] fates) throws SQLException {
        index.clear(chunk.heads.bytes());
        for (int record : alive) {
            index.add(chunk.headFrom(record), chunk.headTo(record), record);
        }
        List<Integer> same = new ArrayList<>();
        CopyOut stored = copyOut(sql.copyStoredHeads);
        for (byte[] row = stored.readFromCopy(); row != null; row = stored.readFromCopy()) {
            int placeEnd = tab(row, 0);
            int dateEnd = tab(row, placeEnd + 1);
            int sinceEnd = tab(row, dateEnd + 1);
            int place = place(row, placeEnd);
            int record = alive.get(Math.abs(place) - 1);
            LocalDate has = date(row, placeEnd + 1, dateEnd);
            LocalDate since = date(row, dateEnd + 1, sinceEnd);
            LocalDate date = chunk.dates.get(record);
            if (date.isBefore(has)) {
                // The range of the table's dates only grows: what is now inside it will not matter later either.
                boolean old = mapping.model.kind() != Kind.LISTED || !date.isBefore(since);
                fates[record] = old ? Fate.DROPPED : Fate.STAGED;
            } else if (date.equals(has)
                    && place > 0
                    && !stagedBefore(chunk, record)
                    && index.find(row, sinceEnd + 1, row.length) == record) {
                fates[record] = Fate.DROPPED;
                same.add(record);
            } else {
                fates[record] = Fate.STAGED;
            }
        }
        return same;
    }

    private void compareLines(Chunk chunk, List<Integer> same, Fate[] fates) throws SQLException {
        byte[] bytes = chunk.lines.bytes();
        index.clear(bytes);
        // Lines of ours not yet found in the table; a stored line that is not among ours makes the record differ.
        int[] open = new int[chunk.size()];
        for (int record : same) {
            int from = chunk.linesFrom(record);
            for (int end = from; end < chunk.linesTo(record); end++) {
                if (bytes[end] == '\n') {
                    index.add(from, end + 1, record);
                    open[record]++;
                    from = end + 1;
                }
            }
        }
        CopyOut stored = copyOut(sql.copyStoredLines);
        for (byte[] row = stored.readFromCopy(); row != null; row = stored.readFromCopy()) {
            int placeEnd = tab(row, 0);
            int place = place(row, placeEnd);
            int record = same.get(Math.abs(place) - 1);
            if (place > 0 && index.find(row, placeEnd + 1, row.length) == record) {
                open[record]--;
            } else {
                fates[record] = Fate.STAGED;
            }
        }
        for (int record : same) {
            if (open[record] != 0) {
                fates[record] = Fate.STAGED;
            }
        }
    }

    private CopyOut copyOut(String copy) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
    }

    private static int tab(byte[] row, int from) {
        int at = from;
        while (row[at] != '\t') {
            at++;
        }
        return at;
    }

    private static int place(byte[] row, int end) {
        int place = 0;
        for (int i = row[0] == '-' ? 1 : 0; i < end; i++) {
            place = place * 10 + row[i] - '0';
        }
        return row[0] == '-' ? -place : place;
    }

    /** The rows of a chunk have few different dates. */
    private LocalDate date(byte[] row, int from, int to) {
        if (!Arrays.equals(row, from, to, dateText, 0, dateText.length)) {
            dateText = Arrays.copyOfRange(row, from, to);
            date = LocalDate.parse(new String(dateText, StandardCharsets.US_ASCII));
        }
        return date;
    }
}
