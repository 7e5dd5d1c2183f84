package io.catwing.postgres.dump;

import io.catwing.postgres.dump.RowsApart.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals out the work on tables to the sessions of a restore: a table's rows first, its keys and indexes once they are all
 * there, the largest table before others, for what is left to the end is done by one session alone.
 */
final class RestoreTasks {
    private final Map<String, Table> tables = new HashMap<>();
    private final List<Table> largestFirst = new ArrayList<>();
    private int running;
    private boolean closed;
    private Throwable failure;

    /** What is still to be done for one table. */
    private static final class Table {
        private final String name;
        private long bytes;
        private final Deque<Task> copies = new ArrayDeque<>();
        private final Deque<Task> keys = new ArrayDeque<>();
        private int copying;
        private int indexing;
        private boolean locked;

        Table(String name) {
            this.name = name;
        }

        boolean hasWork() {
            return !copies.isEmpty() || !keys.isEmpty();
        }
    }

    /**
     * Work of one session in one transaction.
     *
     * @param statement COPY, or that which makes a key or an index
     * @param ranges of the rows that a COPY sends; empty for a key or an index
     */
    record Task(String table, DumpStatement statement, Judgement judgement, List<Range> ranges) {
        boolean isCopy() {
            return !ranges.isEmpty();
        }

        /** An index is made beside others of its table; a key is not. */
        boolean locks() {
            return statement.begins("alter");
        }
    }

    synchronized void add(Task task) {
        Table table = tables.get(task.table());
        if (table == null) {
            table = new Table(task.table());
            tables.put(task.table(), table);
            largestFirst.add(table);
        }
        if (task.isCopy()) {
            table.copies.add(task);
            table.bytes += task.ranges().stream().mapToLong(Range::bytes).sum();
            largestFirst.sort(
                    Comparator.comparingLong((Table one) -> -one.bytes).thenComparing(one -> one.name));
        } else {
            table.keys.add(task);
        }
        notifyAll();
    }

    /** No more will be added. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** @return null when all is done, or something failed */
    synchronized Task take() throws InterruptedException {
        while (failure == null) {
            Task next = next();
            if (next != null) {
                running++;
                return next;
            }
            if (closed && running == 0) {
                return null;
            }
            wait();
        }
        return null;
    }

    private Task next() {
        for (Table table : largestFirst) {
            if (!table.copies.isEmpty()) {
                table.copying++;
                return table.copies.remove();
            }
            Task key = table.keys.peek();
            boolean ready = key != null && table.copying == 0 && !table.locked && (!key.locks() || table.indexing == 0);
            if (ready) {
                table.locked = key.locks();
                table.indexing += key.locks() ? 0 : 1;
                return table.keys.remove();
            }
        }
        return null;
    }

    synchronized void done(Task task) {
        Table table = tables.get(task.table());
        running--;
        if (task.isCopy()) {
            table.copying--;
        } else if (task.locks()) {
            table.locked = false;
        } else {
            table.indexing--;
        }
        notifyAll();
    }

    /** Whether there is work for another session. */
    synchronized boolean hasMore() {
        return largestFirst.stream().anyMatch(Table::hasWork);
    }

    /** Only the first failure is one: the others follow from it. */
    synchronized void fail(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    /** Null where nothing has failed. */
    synchronized Throwable failure() {
        return failure;
    }
}
