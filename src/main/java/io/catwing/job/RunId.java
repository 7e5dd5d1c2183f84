package io.catwing.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Names one run of a command in logs, metadata, the ledger and error messages, such as {@code 20260224-031500-7f3a}. */
public record RunId(String value) {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final int LENGTH = "yyyyMMdd-HHmmss".length();

    public static RunId next() {
        return new RunId(FORM.format(Instant.now())
                + String.format("-%04x", ThreadLocalRandom.current().nextInt(0x10000)));
    }

    /** When it began, by its name; empty for a name of another form. */
    public Optional<Instant> began() {
        try {
            return value.length() < LENGTH
                    ? Optional.empty()
                    : Optional.of(FORM.parse(value.substring(0, LENGTH), Instant::from));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
