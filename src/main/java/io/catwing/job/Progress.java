package io.catwing.job;

/** How a long step tells whoever watches how far it is. The terminal draws bars; a server logs; tests listen. */
public interface Progress {

    /** A watcher that looks away. */
    Progress NONE = (name, total, unit) -> new Step() {
        @Override
        public void advance(long by) {}

        @Override
        public void close() {}
    };

    /**
     * A step begins.
     *
     * @param total in units, or -1 where it is not known
     */
    Step begin(String name, long total, String unit);

    /** A step under way; safe for use by several threads. */
    interface Step extends AutoCloseable {
        void advance(long by);

        /** More units than were told at the beginning. */
        default void expect(long more) {}

        /** What else there is to know, shown beside the bar in place of what was said before. */
        default void say(String more) {}

        @Override
        void close();
    }
}
