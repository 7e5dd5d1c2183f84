package io.catwing.bench;

import io.catwing.support.Servers;

/** A way to bring the days into a database. */
interface Contender {
    String name();

    /** How many of the days it is given: the slow ones get fewer, and are compared by rows per second. */
    default int days(int all) {
        return all;
    }

    /** What is not measured: a started application, a pool. */
    Prepared prepare(Servers.Database database, Sales sales, int connections) throws Exception;

    /** A contender that is ready to go. */
    interface Prepared extends AutoCloseable {
        /** @param days how many of the sales' days, from the first */
        void load(int days) throws Exception;

        @Override
        default void close() {}
    }
}
