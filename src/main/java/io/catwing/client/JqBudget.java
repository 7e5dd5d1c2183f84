package io.catwing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * The resources that one evaluation of jq may use. Steps and sizes are counted, not seconds, so that a record is rejected on
 * every machine or on none; time only ends what is slow within one step.
 */
final class JqBudget {
    /** An expression for a column takes some ten. */
    static final long STEPS = 1_000_000;

    /** A large value may take more: this many for each of its parts. */
    static final long STEPS_A_PART = 20;

    /** Characters and parts of a value that an expression makes; more if its input was larger. */
    static final long SIZE = 4_000_000;

    /** Length of an array that an assignment may create. */
    static final int INDEX = 1_000_000;

    private static final long SECONDS = 20;

    /** Parts that are visited, or elements that are copied, in about the time of one step. */
    private static final int PARTS_A_STEP = 16;

    private static final int CHARACTERS_A_STEP = 256;

    private static final int DEADLINE_EVERY = 256;

    private static final ThreadLocal<JqBudget> CURRENT = new ThreadLocal<>();

    private final JsonNode given;
    private final long end = System.nanoTime() + SECONDS * 1_000_000_000;
    private long left = STEPS;
    private long all = STEPS;
    private long largest;
    private long untilLook = DEADLINE_EVERY;
    private boolean extended;

    private JqBudget(JsonNode given) {
        this.given = given;
    }

    /** An evaluation exceeded its budget. No {@code try} of jq's catches it, because it is not one of jq's errors. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String fact, Object... values) {
            super(String.format(Locale.ROOT, fact, values), null, false, false);
        }
    }

    /** Of this thread, from now on. */
    static void begin(JsonNode given) {
        CURRENT.set(new JqBudget(given));
    }

    static void end() {
        CURRENT.remove();
    }

    /** @throws Exceeded after the last step */
    static void step() {
        CURRENT.get().take(1);
    }

    /** Counts something that is done for each pair of two, such as a search for one in the other. */
    static void pairs(long some, long others) {
        CURRENT.get().take((long) Math.min(1e15, (double) some * others / CHARACTERS_A_STEP));
    }

    /** Counts elements that are copied. */
    static void copy(long elements) {
        CURRENT.get().take(1 + elements / PARTS_A_STEP);
    }

    /** Counts a value that was created. */
    static void made(JsonNode value) {
        if (!value.isTextual() && !value.isContainerNode()) {
            step();
        } else {
            size(value);
        }
    }

    /** Counts a text of that length before it is created. */
    static void text(double characters) {
        JqBudget budget = CURRENT.get();
        if (characters > SIZE && characters > budget.largest()) {
            throw budget.tooLarge();
        }
        budget.take((long) characters / CHARACTERS_A_STEP);
    }

    /** Characters and parts. A part that occurs many times is counted many times, within the budget. */
    static long size(JsonNode value) {
        JqBudget budget = CURRENT.get();
        long size = size(value, SIZE, true);
        if (size > SIZE) {
            size = size(value, budget.largest(), true);
        }
        budget.take(1 + size / (value.isTextual() ? CHARACTERS_A_STEP : PARTS_A_STEP));
        if (size > SIZE && size > budget.largest()) {
            throw budget.tooLarge();
        }
        return size;
    }

    /** The remaining time, in nanoseconds. */
    static long time() {
        return CURRENT.get().end - System.nanoTime();
    }

    private Exceeded tooLarge() {
        return new Exceeded("it makes a value of more than %,d characters and parts", largest());
    }

    private long largest() {
        if (largest == 0) {
            largest = SIZE + 2 * size(given, Long.MAX_VALUE, true);
        }
        return largest;
    }

    /** @return something above {@code most} if it is more than that */
    private static long size(JsonNode value, long most, boolean characters) {
        long size = characters && value.isTextual() ? 1L + value.textValue().length() : 1;
        for (JsonNode part : value) {
            if (size > most) {
                return size;
            }
            size += size(part, most - size, characters);
        }
        return size;
    }

    private void take(long steps) {
        left -= steps;
        if (left < 0 && !extended) {
            extended = true;
            all = STEPS + STEPS_A_PART * size(given, Long.MAX_VALUE, false);
            left += all - STEPS;
        }
        if (left < 0) {
            throw new Exceeded("it takes more than %,d steps", all);
        }
        untilLook -= steps;
        if (untilLook < 0) {
            untilLook = DEADLINE_EVERY;
            if (System.nanoTime() > end) {
                throw new Exceeded("it takes more than %d seconds", SECONDS);
            }
        }
    }
}
