package io.catwing.client;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a request's templates may name, in lower case between double braces. */
public enum Variable {
    /** The business date. */
    DATE,
    /** First day of the window. */
    FROM,
    /** Day after the window's last. */
    TO,
    PAGE,
    OFFSET,
    SIZE,
    CURSOR,
    KEY,
    VERSION,
    /** Where a delta by token goes on. */
    TOKEN,
    /** Of the record that a detail belongs to, or one of those that an entity is asked by. */
    ID,
    /** A batch of those that an entity is asked by. */
    IDS,
    /** What {@code {{id}}} was around a detail. */
    PARENT,
    /** Of a session's login. */
    USERNAME,
    /** Of a session's login. */
    PASSWORD;

    private final String lowerName = name().toLowerCase(Locale.ROOT);

    static Optional<Variable> find(String name) {
        return Arrays.stream(values()).filter(v -> v.lowerName.equals(name)).findFirst();
    }

    static List<String> names(Set<Variable> variables) {
        return variables.stream().map(Variable::toString).toList();
    }

    /** A day, which may carry a pattern. */
    boolean isDay() {
        return this == DATE || this == FROM || this == TO;
    }

    /** Read in an answer, whose types it may have lost. */
    boolean isFromAnswers() {
        return EnumSet.of(CURSOR, KEY, TOKEN, ID, IDS, PARENT).contains(this);
    }

    /** What the requests of a paging may name, besides days. */
    static Set<Variable> of(Paging paging) {
        if (paging instanceof Paging.Page) {
            return EnumSet.of(PAGE, SIZE);
        } else if (paging instanceof Paging.Offset) {
            return EnumSet.of(OFFSET, SIZE);
        } else if (paging instanceof Paging.Cursor) {
            return EnumSet.of(CURSOR);
        } else if (paging instanceof Paging.Keyset) {
            return EnumSet.of(KEY, SIZE);
        } else if (paging instanceof Paging.Version) {
            return EnumSet.of(VERSION, SIZE);
        }
        return EnumSet.noneOf(Variable.class);
    }

    @Override
    public String toString() {
        return lowerName;
    }
}
