package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.Judgement.Action;
import io.catwing.postgres.dump.RowsApart.Range;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fills an empty database from a dump, in one transaction that is committed after the last statement. The
 * product's statements must succeed; users' own objects are left out if the role may not create them, and reported.
 */
public final class RestoreDump {
    private final StatementRules rules;

    /** Only of the product's tables. */
    public RestoreDump() {
        this(List.of());
    }

    /** @param migrations the user's own, whose objects are treated like the product's; one text per file */
    public RestoreDump(List<String> migrations) {
        rules = new StatementRules(ProductObjects.fromMigrations(migrations));
    }

    /**
     * The result of a restore.
     *
     * @param leftOut users' own objects that could not be created, with the reason, in the dump's order
     * @param missing tables, and other objects, that are not there for that reason or lack rows, in the canonical form of {@link Names}
     * @param rows copied, by table
     */
    public record Outcome(List<String> leftOut, SortedSet<String> missing, TreeMap<String, Long> rows) {}

    StatementRules rules() {
        return rules;
    }

    /**
     * @param connection to the database, in no transaction; committed at the end, rolled back if anything fails
     * @throws QuarantinedFailure when the dump contains what none of ours contains, or a statement of the product's fails
     */
    public Outcome restore(Connection connection, InputStream dump) throws SQLException, IOException {
        LeftOut leftOut = new LeftOut();
        TreeMap<String, Long> rows = new TreeMap<>();
        try (Restorer session = new Restorer(connection, leftOut)) {
            session.transaction(() -> {
                DumpReader reader = new DumpReader(dump);
                for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                    Judgement judgement = rules.judge(next);
                    if (judgement.note() != null) {
                        leftOut.add(next.line(), judgement.note());
                    }
                    if (judgement.copy() != null) {
                        String table = judgement.copy().name();
                        session.rows(next, judgement, reader.rows(table)).ifPresent(came -> rows.put(table, came));
                    } else if (judgement.action() != Action.SKIP) {
                        session.run(next, judgement.action());
                    }
                }
                refuseCut(reader);
            });
        }
        return new Outcome(leftOut.notes(), leftOut.missing(), rows);
    }

    /**
     * Reads a dump to its end without a database: whether it contains only what a restore would send.
     *
     * @throws QuarantinedFailure otherwise
     */
    public void check(InputStream dump) throws IOException {
        check(dump, RowsApart.NONE);
    }

    /** The same of a dump whose large tables' rows lie apart. */
    void check(InputStream dump, RowsApart apart) throws IOException {
        Map<String, List<Range>> ranges = apart.ranges().stream().collect(Collectors.groupingBy(Range::table));
        DumpReader reader = new DumpReader(dump);
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            Judgement judgement = rules.judge(next);
            if (judgement.copy() != null) {
                String table = judgement.copy().name();
                if (ranges.containsKey(table)) {
                    skip(reader, table, ranges.remove(table));
                } else {
                    reader.rows(table).transferTo(OutputStream.nullOutputStream());
                }
            }
        }
        refuseCut(reader);
        if (!ranges.isEmpty()) {
            throw Refusal.of(reader.line(), "is reached without a COPY of " + ranges.keySet());
        }
    }

    /** Goes on behind a table's rows, which lie apart. */
    static void skip(DumpReader reader, String table, List<Range> ranges) throws IOException {
        long line = reader.line();
        if (reader.rows(table).read() >= 0) {
            throw Refusal.of(line + 1, "has rows of " + table + ", which lie apart");
        }
        reader.skipped(ranges.stream().mapToLong(Range::rows).sum());
    }

    static void refuseCut(DumpReader reader) {
        if (!reader.complete()) {
            throw Refusal.of(reader.line(), "ends without the words that pg_dump ends with");
        }
    }
}
