package io.catwing.postgres.dump;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The rows of large tables, which lie apart from a dump's statements, in ranges that several sessions can read. */
public interface RowsApart {

    /** Of a dump that has all its rows among its statements. */
    RowsApart NONE = new RowsApart() {
        @Override
        public List<Range> ranges() {
            return List.of();
        }

        @Override
        public InputStream open(Range range) {
            throw new IllegalArgumentException("there is no such range");
        }
    };

    /**
     * Some of a table's rows.
     *
     * @param table in the canonical form of {@link Names}
     * @param number from 0, in the order of the dump
     * @param bytes of text
     * @param place where its owner finds it
     */
    record Range(String table, int number, long bytes, long rows, Object place) {}

    /** In the order of the dump. All of a table's rows are in them, or none. */
    List<Range> ranges();

    /**
     * Its rows, one a line, as COPY writes them. Nothing of it is given out before all of it was found to be what was
     * written. For several threads.
     */
    InputStream open(Range range) throws IOException;
}
