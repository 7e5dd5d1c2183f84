package io.catwing.client;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.util.function.Supplier;

/**
 * A value that must not be seen: it is looked up when it is needed and never printed. {@link #toString()} shows only
 * its source, so that a record with a secret may be logged.
 */
public final class Secret {
    private final String reference;
    private final Supplier<String> source;

    /**
     * @param reference as written in the client's file, such as {@code ${CW_000200_API_KEY}}
     * @param source returns the value, or null if there is none
     */
    public Secret(String reference, Supplier<String> source) {
        this.reference = reference;
        this.source = source;
    }

    /** The value itself, which is masked in all output from now on. @throws QuarantinedFailure if its source has none */
    public String reveal() {
        String value = source.get();
        if (value == null || value.isEmpty()) {
            throw new QuarantinedFailure(
                    "the secret " + reference + " has no value",
                    "set the environment variable, or mount the file, that the client's file refers to");
        }
        Secrets.registerForUse(value);
        // Who echoes it may have trimmed it.
        Secrets.registerForUse(value.strip());
        return value;
    }

    /** Its value; an empty one for null, which a file did not declare. */
    public static String reveal(Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    public String reference() {
        return reference;
    }

    @Override
    public String toString() {
        return reference;
    }
}
