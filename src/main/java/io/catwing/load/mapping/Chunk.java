package io.catwing.load.mapping;

import io.catwing.client.EqualKeys;
import io.catwing.client.Model.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Some megabytes of mapped records, ready for COPY, on their way from the parser to the connection.
 *
 * <p>Of records with one key only the last is live: the others need not reach the database. For scattered flat lines, where
 * an order is many records, that applies only to the heads.
 */
public final class Chunk extends RowSet {
    /** The keys of each record, one list per column of the key. */
    public final List<List<String>> keys = new ArrayList<>();

    public final List<LocalDate> dates = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    long firstVersion;
    boolean scattered;
    private boolean mixed;

    /** Records with one key are added up, so all of them must reach the database. */
    private final boolean sums;

    /** Of an order only the newest file's version counts; what is listed has a first day, and stock is each day's. */
    private final boolean newestCounts;

    public Chunk(RecordMapping mapping) {
        newestCounts = mapping.model.kind() == Kind.ORDER;
        sums = mapping.equalKeys == EqualKeys.SUM;
        for (int i = 0; i < mapping.keySlots.size(); i++) {
            keys.add(new ArrayList<>());
        }
    }

    @Override
    protected void add(Supplier<List<String>> keyOf, LocalDate date) {
        List<String> key = keyOf.get();
        for (int i = 0; i < key.size(); i++) {
            keys.get(i).add(key.get(i));
        }
        dates.add(date);
        // Keys hold no U+0000: the parser's side rejects it.
        mixed |= !date.equals(dates.get(0));
        Integer before = places.put(key.size() == 1 ? key.get(0) : String.join("\0", key), endRecord());
        if (before != null && !sums && (newestCounts || dates.get(before).equals(date))) {
            kill(before);
        }
    }

    /** Of the first record: versions number the records of a batch, so the greater one is the newer. */
    public long firstVersion() {
        return firstVersion;
    }

    /** Flat lines whose orders continue in other chunks. */
    public boolean scattered() {
        return scattered;
    }

    /** Rows of several days, of which each file's must reach the merge: the table is not asked about them. */
    public boolean mixed() {
        return mixed && !newestCounts;
    }

    @Override
    public void clear() {
        super.clear();
        mixed = false;
        keys.forEach(List::clear);
        dates.clear();
        places.clear();
        scattered = false;
    }
}
