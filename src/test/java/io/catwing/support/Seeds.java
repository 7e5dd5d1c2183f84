package io.catwing.support;

import java.util.stream.LongStream;

/** Seeds of random cases that take seconds each: three in a build, {@code -Dcatwing.seeds=20} tries so many. */
public final class Seeds {
    private Seeds() {}

    public static LongStream some() {
        return LongStream.rangeClosed(1, Long.getLong("catwing.seeds", 3));
    }
}
