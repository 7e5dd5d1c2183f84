package io.catwing.load.rebuild;

import io.catwing.load.mapping.SeenKeys;
import java.time.LocalDate;
import java.util.Arrays;

/** Which records of a file are the newest of their keys. Calls are in the order of a {@link BulkUnit}. */
interface Claims {

    /**
     * Kills the records of the current file whose key a newer file has.
     *
     * @return false if the file is left to the ordinary load; nothing was claimed then
     */
    boolean claim(BulkRows rows, LocalDate date);

    /** Of orders. */
    record Newest(SeenKeys seen, boolean resumed, long limit) implements Claims {
        @Override
        public boolean claim(BulkRows rows, LocalDate date) {
            int day = Math.toIntExact(date.toEpochDay());
            if (seen.size() + rows.size() - rows.fileRecord() > limit || resumed && holdsOlder(rows, day)) {
                return false;
            }
            for (int record = rows.fileRecord(); record < rows.size(); record++) {
                if (rows.alive(record) && seen.putIfAbsent(rows.high(record), rows.low(record), day) != SeenKeys.NONE) {
                    rows.kill(record);
                }
            }
            return true;
        }

        /** After a crash a file may follow older ones: what it supersedes is in the table already. */
        private boolean holdsOlder(BulkRows rows, int day) {
            for (int record = rows.fileRecord(); record < rows.size(); record++) {
                if (rows.alive(record)) {
                    int has = seen.get(rows.high(record), rows.low(record));
                    if (has != SeenKeys.NONE && has <= day) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Of entities that every snapshot lists: the oldest date of each key is kept as well. */
    final class Listed implements Claims {
        private final SeenKeys seen;
        private final long limit;
        private int[] firstSeen = new int[1024];

        Listed(SeenKeys seen, long limit) {
            this.seen = seen;
            this.limit = limit;
        }

        @Override
        public boolean claim(BulkRows rows, LocalDate date) {
            if (seen.size() + rows.size() - rows.fileRecord() > limit) {
                return false;
            }
            int day = Math.toIntExact(date.toEpochDay());
            for (int record = rows.fileRecord(); record < rows.size(); record++) {
                if (rows.alive(record)) {
                    int number = (int) seen.size();
                    int before = seen.putIfAbsent(rows.high(record), rows.low(record), number);
                    if (before != SeenKeys.NONE) {
                        rows.kill(record);
                        firstSeen[before] = day;
                    } else {
                        if (number == firstSeen.length) {
                            firstSeen = Arrays.copyOf(firstSeen, number * 2);
                        }
                        firstSeen[number] = day;
                    }
                }
            }
            return true;
        }

        /** Keys in the order in which their rows were kept. */
        int size() {
            return (int) seen.size();
        }

        LocalDate firstSeen(int thing) {
            return LocalDate.ofEpochDay(firstSeen[thing]);
        }
    }
}
