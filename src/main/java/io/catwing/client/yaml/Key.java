package io.catwing.client.yaml;

import java.util.Optional;

/**
 * A key of an object.
 *
 * @param fallback the default as it would be written, or null
 * @param description one or two sentences, shown by editors and in hints
 */
public record Key<T>(String name, Form<T> form, boolean required, String fallback, String description) {

    public static <T> Key<T> required(String name, Form<T> form, String description) {
        return new Key<>(name, form, true, null, description);
    }

    public static <T> Key<T> optional(String name, Form<T> form, String description) {
        return new Key<>(name, form, false, null, description);
    }

    /** An optional key with a default. */
    public static <T> Key<T> optional(String name, Scalar<T> form, String fallback, String description) {
        return new Key<>(name, form, false, fallback, description);
    }

    Optional<T> fallbackValue() {
        return fallback == null ? Optional.empty() : Optional.of(((Scalar<T>) form).parse(fallback));
    }
}
