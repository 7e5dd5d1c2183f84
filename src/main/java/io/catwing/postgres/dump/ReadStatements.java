package io.catwing.postgres.dump;

import io.catwing.postgres.dump.Judgement.Action;
import io.catwing.postgres.dump.RestoreTasks.Task;
import io.catwing.postgres.dump.RowsApart.Range;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a dump's statements for several sessions: what comes before the first rows is one transaction; rows, and the keys and
 * indexes of tables made there, become tasks of their tables; the rest waits until these are done, in the dump's order.
 */
final class ReadStatements {
    private final StatementRules rules;
    private final Restorer session;
    private final LeftOut leftOut;
    private final RestoreTasks tasks;
    private final Map<String, List<Range>> apart = new LinkedHashMap<>();
    private final Set<String> made = new HashSet<>();
    private final TreeMap<String, Long> inline = new TreeMap<>();
    private final List<Judged> settings = new ArrayList<>();
    private final List<Judged> deferred = new ArrayList<>();

    private record Judged(DumpStatement statement, Action action) {}

    ReadStatements(StatementRules rules, Restorer session, LeftOut leftOut, RestoreTasks tasks, RowsApart apart) {
        this.rules = rules;
        this.session = session;
        this.leftOut = leftOut;
        this.tasks = tasks;
        apart.ranges().forEach(range -> this.apart
                .computeIfAbsent(range.table(), table -> new ArrayList<>())
                .add(range));
    }

    /** @return the first statement that has rows; null where none has */
    DumpStatement untilRows(DumpReader reader) throws SQLException, IOException {
        DumpStatement[] rest = new DumpStatement[1];
        session.transaction(() -> {
            DumpStatement next = reader.next();
            while (next != null && !next.begins("copy")) {
                Judgement judgement = judge(next);
                if (judgement.action() != Action.SKIP) {
                    session.run(next, judgement.action());
                    next.created().ifPresent(made::add);
                }
                if (judgement.action() != Action.SKIP && next.begins("set")) {
                    settings.add(new Judged(next, judgement.action()));
                }
                next = reader.next();
            }
            rest[0] = next;
        });
        return rest[0];
    }

    /** What the first session has set before rows came. */
    void settings(Restorer other) throws SQLException, IOException {
        for (Judged setting : settings) {
            other.run(setting.statement(), setting.action());
        }
    }

    void rest(DumpStatement first, DumpReader reader) throws SQLException, IOException {
        for (DumpStatement next = first; next != null && tasks.failure() == null; next = reader.next()) {
            Judgement judgement = judge(next);
            if (judgement.copy() != null) {
                rows(next, judgement, reader);
            } else if (judgement.action() != Action.SKIP) {
                statement(next, judgement);
            }
        }
        if (tasks.failure() == null) {
            RestoreDump.refuseCut(reader);
            if (!apart.isEmpty()) {
                throw Refusal.of(reader.line(), "is reached without a COPY of " + apart.keySet());
            }
        }
        tasks.close();
    }

    private Judgement judge(DumpStatement statement) {
        Judgement judgement = rules.judge(statement);
        if (judgement.note() != null) {
            leftOut.add(statement.line(), judgement.note());
        }
        return judgement;
    }

    private void rows(DumpStatement copy, Judgement judgement, DumpReader reader) throws SQLException, IOException {
        String table = judgement.copy().name();
        List<Range> ranges = apart.remove(table);
        if (ranges == null) {
            session.transaction(
                    () -> session.rows(copy, judgement, reader.rows(table)).ifPresent(came -> inline.put(table, came)));
            return;
        }
        RestoreDump.skip(reader, table, ranges);
        if (judgement.action() == Action.MUST) {
            ranges.forEach(range -> tasks.add(new Task(table, copy, judgement, List.of(range))));
        } else {
            // All of its rows are left out, or none.
            tasks.add(new Task(table, copy, judgement, ranges));
        }
    }

    private void statement(DumpStatement statement, Judgement judgement) throws SQLException, IOException {
        String table = statement.keyOf().filter(made::contains).orElse(null);
        if (table != null) {
            tasks.add(new Task(table, statement, judgement, List.of()));
        } else if (statement.begins("select")) {
            session.transaction(() -> session.run(statement, judgement.action()));
        } else {
            deferred.add(new Judged(statement, judgement.action()));
        }
    }

    /** What waits for all tables. */
    void deferred() throws SQLException, IOException {
        session.transaction(() -> {
            for (Judged one : deferred) {
                session.run(one.statement(), one.action());
            }
        });
    }

    /** Rows among the statements, by table. */
    Map<String, Long> inline() {
        return inline;
    }
}
